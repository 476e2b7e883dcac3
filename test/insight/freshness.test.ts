import assert from 'node:assert/strict';
import fc from 'fast-check';
import { staleLines } from '../../src/insight/freshness.ts';

describe('insight/freshness', () => {
  /** `s` stood before, `n` did not, a dot does not count. */
  const stale = (text: string) => {
    const lines = [...text].map(kind => ({ kind }));
    const found = staleLines(
      lines,
      ({ kind }) => kind !== '.',
      ({ kind }) => kind === 's',
    );
    return lines.map(line => (found.has(line) ? 'x' : '-')).join('');
  };

  for (const [text, expected] of [
    ['', ''],
    ['s', '-'],
    ['ssss', '----'],
    ['sssss', 'xxxxx'],
    ['nsssssn', '-xxxxx-'],
    ['ssnsss', '------'],
    ['ss.s..ss', 'xx-x--xx'],
    ['sss.n.ss', '--------'],
    ['sssssnsssssss', 'xxxxx-xxxxxxx'],
    ['.....', '-----'],
  ] as const) {
    it(`marks ${text || 'nothing'} as ${expected || 'nothing'}`, () => assert.equal(stale(text), expected));
  }

  it('never marks a line that did not stand before, nor fewer than five', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('s', 'n', '.'), { maxLength: 60 }), kinds => {
        const marked = stale(kinds.join(''));
        for (const [at, mark] of [...marked].entries()) if (mark === 'x') assert.equal(kinds[at], 's');
        const count = [...marked].filter(mark => mark === 'x').length;
        assert.ok(count === 0 || count >= 5);
      }),
    );
  });
});
