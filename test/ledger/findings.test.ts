import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Findings } from '../../src/ledger/findings.ts';
import { type OpenLedger, openLedger } from '../../src/ledger/open.ts';

describe('ledger/findings', () => {
  let folder: string;
  let ledger: OpenLedger;
  let findings: Findings;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'findings-'));
    ledger = await openLedger(join(folder, 'ledger.db'));
    findings = new Findings(ledger.database);
  });
  afterEach(() => {
    ledger.database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const changes = () => {
    const rows = ledger.database.prepare("SELECT name, change FROM finding WHERE kind = 'x'").all();
    return new Map(rows.map(({ name, change }) => [name, change]));
  };

  it('are what they were replaced by, of their kind alone', () => {
    findings.replace('x', [
      ['a', 1],
      ['b', { c: [2] }],
    ]);
    findings.replace('y', [['a', 3]]);
    findings.replace('x', [
      ['b', { c: [2] }],
      ['d', null],
    ]);
    assert.deepEqual(
      [...findings.of('x')],
      [
        ['b', { c: [2] }],
        ['d', null],
      ],
    );
    assert.deepEqual([...findings.of('y')], [['a', 3]]);
    assert.deepEqual([findings.one('x', 'b'), findings.one('x', 'd')], [{ c: [2] }, null]);
    assert.deepEqual([findings.one('x', 'a'), findings.one('z', 'a')], [undefined, undefined]);
  });

  it('have the last value of a name that comes again', () => {
    for (const values of [
      [2, 1],
      [1, 2],
    ]) {
      findings.replace('x', [['a', 1]]);
      findings.replace(
        'x',
        values.map(value => ['a', value] as const),
      );
      assert.equal(findings.one('x', 'a'), values.at(-1));
    }
  });

  it('are written only where they are otherwise', () => {
    findings.replace('x', [
      ['a', 1],
      ['b', 1],
    ]);
    const first = changes();
    findings.replace('x', [
      ['a', 1],
      ['b', 2],
      ['b', 2],
    ]);
    assert.equal(changes().get('a'), first.get('a'));
    assert.equal(Number(changes().get('b')), Number(first.get('b')) + 1);
    findings.replace('x', findings.of('x'));
    assert.equal(Number(changes().get('b')), Number(first.get('b')) + 1);
  });
});
