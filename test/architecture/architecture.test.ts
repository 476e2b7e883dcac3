import assert from 'node:assert/strict';
import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cycles, deadExports, forbiddenImports, LAW, roomOf, roomsWithoutHead, tooLong } from './laws.ts';
import { parse, readSources, type SourceFile } from './source.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

describe('The architecture', () => {
  let files: SourceFile[];
  let tests: SourceFile[];

  before(async () => {
    files = await readSources(root, ['src']);
    tests = await readSources(root, ['test', 'scripts']);
  });

  it('is read whole: every room has files, and no import that the bundler sees is missed', async () => {
    for (const room of Object.keys(LAW))
      assert.ok(
        files.some(file => roomOf(file.path) === room),
        room,
      );
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: files.map(file => file.path),
      outdir: 'out',
      write: false,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      metafile: true,
    });
    const inputs = Object.entries(metafile.inputs).filter(([path]) => path.endsWith('.ts'));
    assert.deepEqual(
      inputs.map(([path]) => path).sort(),
      files.map(file => file.path),
    );
    for (const [path, input] of inputs) {
      const seen = new Set(files.find(file => file.path === path)?.imports.map(i => i.file ?? i.specifier));
      for (const { path: target } of input.imports) {
        assert.ok(seen.has(target), `${path} imports ${target}, which was not seen`);
      }
    }
  });

  it('lets each room import only what it may', () => assert.deepEqual(forbiddenImports(files), []));
  it('has no cycle', () => assert.deepEqual(cycles(files), []));
  it('has no file over 300 lines', () => assert.deepEqual(tooLong(files), []));
  it('says at the head of each room what comes in and goes out', () => {
    assert.deepEqual(roomsWithoutHead(files), []);
  });
  it('exports nothing that nobody imports', () => assert.deepEqual(deadExports(files, tests), []));
});

describe('The laws themselves', () => {
  const planted = (path: string, text: string) => parse(posix.normalize(path), text);

  it('see an import that is not allowed, by value, by type and on demand', () => {
    const found = forbiddenImports([
      planted('src/model/a.ts', "import { b } from '../lines/b.ts';\n"),
      planted('src/insight/c.ts', "import type {\n  D,\n} from '../ledger/d.ts';\n"),
      planted('src/git/e.ts', "const f = await import('../engine/f.ts');\n"),
      planted('src/panel/view/g.ts', "export { h } from '../panel.ts';\n"),
      planted('src/engine/i.ts', "import * as vscode from 'vscode';\n"),
      planted('src/host/j.ts', "import { k } from '../engine/collector.ts';\n"),
      planted('src/stray.ts', ''),
    ]);
    assert.deepEqual(found, [
      'src/model/a.ts imports ../lines/b.ts',
      'src/insight/c.ts imports ../ledger/d.ts',
      'src/git/e.ts imports ../engine/f.ts',
      'src/panel/view/g.ts imports ../panel.ts',
      'src/engine/i.ts imports vscode',
      'src/host/j.ts imports ../engine/collector.ts',
      'src/stray.ts lies in no room',
    ]);
  });

  it('let through what is allowed', () => {
    const found = forbiddenImports([
      planted(
        'src/host/a.ts',
        "import type { B } from '../engine/protocol.ts';\nimport { window } from 'vscode';\n",
      ),
      planted('src/extension.ts', "import { App } from './app.ts';\n"),
    ]);
    assert.deepEqual(found, []);
  });

  it('see a cycle of three files', () => {
    const found = cycles([
      planted('src/git/a.ts', "import { b } from './b.ts';\n"),
      planted('src/git/b.ts', "import type { C } from './c.ts';\n"),
      planted('src/git/c.ts', "import './a.ts';\n"),
    ]);
    assert.deepEqual(found, ['src/git/a.ts → src/git/b.ts → src/git/c.ts → src/git/a.ts']);
  });

  it('see a file that is too long, and a room without a head', () => {
    const long = planted('src/git/a.ts', '// line\n'.repeat(301));
    assert.deepEqual(tooLong([long]), ['src/git/a.ts has 301 lines']);
    assert.ok(roomsWithoutHead([long]).includes('git'));
    const head = planted('src/git/b.ts', '// git: folders come in,\n// facts go out.\n');
    assert.ok(!roomsWithoutHead([head]).includes('git'));
  });

  it('see a dead export, and not one that is alive', () => {
    const one = planted(
      'src/git/a.ts',
      [
        'export const dead = 1;',
        'export function alive(options: Options) {}',
        'export interface Options {}',
        'export interface Unused {}',
        'export class Gone {}',
      ].join('\n'),
    );
    const two = planted('src/git/b.ts', "import { alive as a } from './a.ts';\n");
    assert.deepEqual(deadExports([one, two], []), [
      'src/git/a.ts dead',
      'src/git/a.ts Unused',
      'src/git/a.ts Gone',
    ]);
  });
});
