import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';

/** What the extension host calls. @throws where a test failed or there was none. */
export async function run(): Promise<void> {
  const here = dirname(fileURLToPath(import.meta.url));
  const { default: Mocha } = await import('mocha');
  const { default: TallyReporter } = await import('../../support/tally.ts');
  // Told apart from the workbench's own lines by whoever shows them; console itself cannot be replaced here.
  const mark = process.env.AI_IMPACT_LOG_MARK ?? '';
  const base = Mocha.reporters.Base as unknown as { consoleLog: typeof console.log };
  base.consoleLog = (...args) => console.log('%s', mark + format(...args));
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, reporter: TallyReporter });
  const files = (await readdir(here)).filter(name => name.endsWith('.suite.js')).sort();
  for (const file of files) mocha.addFile(join(here, file));
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (files.length === 0) throw new Error('no tests were found');
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
