import assert from 'node:assert/strict';
import { codeOf, mutantsOf, refillTurns } from './mutants.ts';

describe('test/mutation', () => {
  const swaps = (text: string) => mutantsOf('a.ts', text).map(each => `${each.original} → ${each.text}`);
  const all = (text: string) =>
    mutantsOf('a.ts', text).map(({ from, to, text: by }) => text.slice(0, from) + by + text.slice(to));

  const table: [string, string[]][] = [
    ['a < b;', ['< → <=', '< → >=']],
    ['a === b;', ['=== → !==']],
    ['a - b * c;', ['- → +', '* → /']],
    ['a && b;', ['&& → ||']],
    ['a ?? b;', ['a ?? b → (a)', 'a ?? b → (b)']],
    ['!a;', ['!a → (a)']],
    ['a += b;', ['a += b; → ;', '+= → -=']],
    ['a++;', ['a++; → ;', '++ → --']],
    ['x = 7;', ['x = 7; → ;', '7 → 8', '7 → (6)']],
    ['x = 0.5;', ['x = 0.5; → ;', '0.5 → 0.55', '0.5 → 0.45']],
    ["x = 'a';", ["x = 'a'; → ;", "'a' → ''"]],
    ['x = [a];', ['x = [a]; → ;', '[a] → []']],
    ['const x = a ? b : c;', ['a → true', 'a → false']],
    ['if (a) b();', ['a → true', 'a → false', 'b(); → ;']],
    ['while (a) b();', ['a → false', 'b(); → ;']],
    ['const f = () => { return a; };', ['return a; → return null;']],
    ['const f = () => { return null; };', []],
    ['const x = a?.b;', ['?. → .']],
    ['const x = a?.[b];', ['?. → ']],
    ['const x = Math.min(a, b);', ['min → max']],
    ['const x = a.some(b);', ['some → every']],
    ['const x = a.filter(b);', ['.filter(b) → ']],
    ["import a from 'b';", []],
    ['const x = { a: b };', []],
    ["const x = 'a' + b;", ["'a' → ''"]],
    ['const x: readonly number[] = a as number[];', []],
  ];
  for (const [text, expected] of table) it(`changes ${text}`, () => assert.deepEqual(swaps(text), expected));

  it('leaves out what is no program', () => {
    // Without brackets a logical expression may not have one of the others beside it.
    assert.deepEqual(swaps('const x = (a && b) ?? c;').length, 3);
    for (const code of all('const f = <T>(a: T[]) => a.filter(b => b !== null);')) assert.ok(code.length > 0);
  });

  it('tells where it stands', () => {
    const [first] = mutantsOf('a.ts', 'interface A {\n  readonly b: 1 | 2;\n}\nconst c: A[] = [d];\n');
    assert.deepEqual([first?.line, first?.original], [4, '[d]']);
  });

  it('runs what was changed, and nothing else is', () => {
    const text =
      'const list: number[] = []; for (const each of [1, 2, 3]) if (each > 2) list.push(each); list;';
    const run = (code: string) => {
      refillTurns();
      // biome-ignore lint/security/noGlobalEval: that is what the code is made for
      return globalThis.eval(code) as number[];
    };
    assert.deepEqual(run(codeOf(text, null)), [3]);
    const results = mutantsOf('a.ts', text).map(mutant => run(codeOf(text, mutant)).join());
    assert.deepEqual(results, ['', '3', '3', '3,3', '3', '4', '', '1,2,3', '', '2,3', '1,2', '', '2,3', '']);
  });

  it('ends a loop that does not', () => {
    const mutant = mutantsOf('a.ts', 'for (let i = 0; i < 9; ) i++;').find(({ text }) => text === '--')!;
    refillTurns();
    Object.assign(globalThis, { turnsLeft: 1000 });
    const code = codeOf('for (let i = 0; i < 9; ) i++;', mutant);
    // biome-ignore lint/security/noGlobalEval: that is what the code is made for
    assert.throws(() => globalThis.eval(code), /does not end/);
  });
});
