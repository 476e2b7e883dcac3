// Runs test files again and again in one process, with a changed module in place of one of the project's: asked by
// messages, each answered by one. Only what a changed module can reach is loaded anew.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import Mocha from 'mocha';
import { refillTurns, runnable } from './mutants.ts';
import type { Trial, Verdict } from './trial.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const urlOf = (path: string) => pathToFileURL(join(root, path)).href;
const ROUND = /\?round=\d+$/;

let round = 0;
let anew: ReadonlySet<string> = new Set();
let swapped: { readonly url: string; readonly code: string } | null = null;
const codes = new Map<string, string>();

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const isAnew = ROUND.test(context.parentURL ?? '') && anew.has(found.url);
    return isAnew ? { ...found, url: `${found.url}?round=${round}` } : found;
  },
  load(url, context, next) {
    if (!ROUND.test(url)) return next(url, context);
    const plain = url.replace(ROUND, '');
    const source = swapped?.url === plain ? swapped.code : codeAt(plain);
    return { format: 'module', source, shortCircuit: true };
  },
});

// The same worlds for every mutant, and no search for a smaller one.
fc.configureGlobal({ seed: Number(process.argv[2]), endOnFailure: true });

process.on('message', (trial: Trial) => {
  answer(trial).then(verdict => process.send?.(verdict));
});

async function answer({ modules, tests, swapped: swap }: Trial): Promise<Verdict> {
  round++;
  anew = new Set(modules.map(urlOf));
  swapped = swap === null ? null : { url: urlOf(swap.path), code: swap.code };
  for (const test of tests) {
    const failed = await run(test).catch(error => String(error));
    if (failed !== null) return { failed };
  }
  return { failed: null };
}

async function run(test: string): Promise<string | null> {
  refillTurns();
  const mocha = new Mocha({ bail: true, timeout: 60_000, reporter: class {} as unknown as string });
  mocha.suite.emit('pre-require', globalThis, test, mocha);
  await import(`${urlOf(test)}?round=${round}`);
  return new Promise(resolve => {
    let failed: string | null = null;
    mocha
      .run(() => resolve(failed))
      .on('test', refillTurns)
      .on('fail', one => {
        failed = one.fullTitle();
      });
  });
}

function codeAt(url: string): string {
  const known = codes.get(url);
  if (known !== undefined) return known;
  const code = runnable(readFileSync(fileURLToPath(url), 'utf8'));
  codes.set(url, code);
  return code;
}
