import assert from 'node:assert/strict';
import { OPEN, PAID } from '../../src/insight/changedLines.ts';
import type { OpenSide, Span } from '../../src/insight/openLines.ts';
import { RunPool } from '../../src/insight/runPool.ts';
import type { FileChange } from '../../src/model/git.ts';
import { change, edit, lettered, sideOf } from './small.ts';

const ANY: Span = { from: 0, to: 1000, sessions: null };

interface Wrote {
  readonly session?: number;
  readonly at?: number;
  readonly texts: readonly string[];
  readonly taken?: readonly number[];
  readonly unseen?: boolean;
}

/** What each session added, the oldest first; of some lines something has paid already. */
function written(...edits: readonly Wrote[]): OpenSide {
  const left = edits.map(({ session = 1, at = 0, texts, unseen = false }) => {
    const { lines, grams } = lettered(texts);
    return [session, edit(at, lines, [], { grams, baseline: unseen ? 'unknown' : 'patch' })] as const;
  });
  const side = sideOf(...left);
  for (const [number, { taken = [] }] of edits.entries())
    for (const line of side.lines)
      if (line.edit === left[number]![1] && taken.includes(line.index)) line.taken = true;
  return side;
}

function changed(...texts: string[]): FileChange {
  const { lines, grams } = lettered(texts);
  return change('a', lines, [], { grams });
}

describe('insight/runPool', () => {
  /** What is matched, `place in the change:session.line`, and then what is settled, `session.line match change`. */
  const told = (pool: RunPool, changes: readonly FileChange[], span = ANY, states?: Uint8Array[]): string => {
    const matched = changes.map((one, number) => {
      const state = states?.[number] ?? new Uint8Array(one.added.flags.length);
      const before = state.slice();
      const matches = pool.match(number, one, state, span);
      for (const { index } of matches) assert.ok(before[index] === OPEN && state[index] === PAID);
      return matches.map(({ index, line }) => `${index}:${line.session}.${line.index}`).join(' ');
    });
    const settled = pool.settle().map(({ line, match, change: number }) => {
      assert.ok(line.taken);
      return `${line.session}.${line.index} ${match} ${number}`;
    });
    return `${matched.join(' | ')} => ${settled.join(', ')}`;
  };
  const one = (wrote: Wrote, ...texts: string[]) => told(new RunPool([written(wrote)]), [changed(...texts)]);

  it('is empty where nothing is open', () => {
    assert.equal(new RunPool([]).isEmpty, true);
    assert.equal(new RunPool([written({ texts: ['abcdef'], taken: [0] })]).isEmpty, true);
    assert.equal(new RunPool([written({ texts: ['abc'] })]).isEmpty, true, 'fewer tokens than one run');
    assert.equal(new RunPool([written({ texts: ['abcdef'] })]).isEmpty, false);
  });

  it('knows lines that were broken or joined', () => {
    assert.equal(one({ texts: ['abcdefgh'] }, 'abcd', 'efgh'), '0:1.0 1:1.0 => 1.0 reflowed 0');
    assert.equal(one({ texts: ['abcd', 'efgh'] }, 'abcdefgh'), '0:1.0 => 1.0 reflowed 0, 1.1 reflowed 0');
    assert.equal(one({ texts: ['abcdefgh'] }, 'uvwxy', 'abcdefgh'), '1:1.0 => 1.0 reflowed 0');
  });

  it('knows a line of which seven tenths are there, and one of which 35 hundredths are for a part', () => {
    assert.equal(one({ texts: ['abcdefghij'] }, 'abcdefg123'), '0:1.0 => 1.0 reflowed 0');
    assert.equal(one({ texts: ['abcdefghij'] }, 'abcdef1234'), '0:1.0 => 1.0 mixed 0');
    assert.equal(one({ texts: ['abcdefghij'] }, 'abcde12345'), '0:1.0 => 1.0 mixed 0');
    assert.equal(one({ texts: ['abcdefghijklmno'] }, 'abcde12345'), '0:1.0 => ', 'a third of the session’s');
    assert.equal(one({ texts: ['abcdefghij'] }, 'abcde1234567890'), ' => ', 'a third of the change’s');
    assert.equal(one({ texts: ['abcdefghij'] }, 'abcd123456'), ' => ');
  });

  it('pays once for what was written once', () => {
    assert.equal(one({ texts: ['abcdefgh'] }, 'abcdefgh', 'abcdefgh'), '0:1.0 => 1.0 reflowed 0');
    const pool = new RunPool([written({ texts: ['abcdefgh'] })]);
    assert.equal(told(pool, [changed('abcdefgh'), changed('abcdefgh')]), '0:1.0 |  => 1.0 reflowed 0');
  });

  it('gives back what it did not need', () => {
    // The first has too little of it; the second has all.
    const pool = new RunPool([written({ texts: ['abcdefghij'] })]);
    assert.equal(
      told(pool, [changed('abcdefgh1234567890123456'), changed('abcdefghij')]),
      ' | 0:1.0 => 1.0 reflowed 1',
    );
  });

  it('says in which change most of a line stands', () => {
    const pool = new RunPool([written({ texts: ['abcdefghijklmnop'] })]);
    assert.equal(told(pool, [changed('abcde'), changed('fghijklmnop')]), '0:1.0 | 0:1.0 => 1.0 reflowed 1');
  });

  it('leaves lines that are paid for, moved, too common or not the session’s any more', () => {
    const texts = ['abcdefgh'];
    const state = (...of: number[]) => [Uint8Array.from(of)];
    const pool = () => new RunPool([written({ texts })]);
    assert.equal(told(pool(), [changed('abcdefgh')], ANY, state(PAID)), ' => ');
    assert.equal(told(pool(), [changed('abcdefgh')], ANY, state(2)), ' => ');
    assert.equal(
      told(pool(), [changed('zzzzz', 'abcdefgh', 'yyyyy')], ANY, state(PAID, 0, PAID)),
      '1:1.0 => 1.0 reflowed 0',
    );
    const rest = ['vwxyz', 'abcdefgh'];
    assert.equal(
      told(pool(), [changed('abcdefgh', ...rest)], ANY, state(PAID, PAID, 0)),
      '2:1.0 => 1.0 reflowed 0',
      'a paid line takes no run from an open one',
    );
    assert.equal(
      told(pool(), [changed('abcdefgh', 'uv', 'wx', ...rest)], ANY, state(PAID, 0, PAID, PAID, 0)),
      '4:1.0 => 1.0 reflowed 0',
      'nor one beside which an open line begins',
    );
    assert.equal(one({ texts: ['abcde', 'fghij'], taken: [0] }, 'abcde', 'fghij'), '1:1.1 => 1.1 reflowed 0');
    assert.equal(one({ texts: ['abcdefgh'] }, '#abcde', 'fghxy'), '1:1.0 => 1.0 mixed 0');
    assert.equal(one({ texts: ['abcdefgh'] }, '#abcdef', 'ghijk'), '0:1.0 1:1.0 => 1.0 reflowed 0');
    assert.equal(one({ texts: ['#abcde', 'fghij'] }, 'abcdefghij'), '0:1.0 => 1.1 reflowed 0');
  });

  it('pays for no edit outside its span', () => {
    const pool = () => new RunPool([written({ texts: ['abcdefgh'], at: 5 })]);
    assert.equal(told(pool(), [changed('abcdefgh')], { ...ANY, to: 4 }), ' => ');
    assert.equal(told(pool(), [changed('abcdefgh')], { ...ANY, sessions: new Set([2]) }), ' => ');
  });

  it('takes the newest edit’s, and one that may have stood there before last', () => {
    const texts = ['abcdefgh'];
    const two = [
      { texts, session: 1, at: 1 },
      { texts, session: 2, at: 2 },
    ];
    assert.equal(told(new RunPool([written(...two)]), [changed('abcdefgh')]), '0:2.0 => 2.0 reflowed 0');
    const unseen = [
      { texts, session: 1, at: 1 },
      { texts, session: 2, at: 2, unseen: true },
    ];
    assert.equal(told(new RunPool([written(...unseen)]), [changed('abcdefgh')]), '0:1.0 => 1.0 reflowed 0');
    assert.equal(
      told(new RunPool([written(...unseen)]), [changed('abcdefgh'), changed('abcdefgh')]),
      '0:1.0 | 0:2.0 => 2.0 reflowed 1, 1.0 reflowed 0',
    );
  });

  it('goes on in the edit in which it began', () => {
    // The second session has the second half too, and newer.
    const pool = new RunPool([
      written({ texts: ['abcdefghijkl'], session: 1, at: 1 }, { texts: ['fghijkl'], session: 2, at: 2 }),
    ]);
    assert.equal(told(pool, [changed('abcdefghijkl')]), '0:1.0 => 1.0 reflowed 0');
  });

  it('says of a line whose most of it is', () => {
    const pool = new RunPool([
      written({ texts: ['abcdefg'], session: 1, at: 1 }, { texts: ['hijklmnop'], session: 2, at: 2 }),
    ]);
    assert.equal(told(pool, [changed('abcdefghijklmnop')]), '0:2.0 => 1.0 reflowed 0, 2.0 reflowed 0');
  });

  it('matches nothing where the change does not tell its tokens', () => {
    const pool = new RunPool([written({ texts: ['abcdefgh'] })]);
    assert.equal(told(pool, [change('a', [1])]), ' => ');
    const odd = { ...changed('abcdefgh'), grams: Uint32Array.of(1) };
    assert.equal(told(pool, [odd]), ' => ');
  });

  it('leaves out edits that do not tell theirs', () => {
    for (const grams of [null, Uint32Array.of(1)]) {
      const side = written({ texts: ['abcdefgh'] });
      const { edit: wrote } = side.lines[0]!;
      const other = sideOf([1, { ...wrote, grams }]);
      assert.equal(new RunPool([other]).isEmpty, true);
      assert.equal(told(new RunPool([other, side]), [changed('abcdefgh')]), '0:1.0 => 1.0 reflowed 0');
    }
  });
});
