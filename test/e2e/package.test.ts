import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack, packedFiles } from '../../scripts/package.ts';

const ALLOWED = [
  /^dist\/(extension|worker|report)\.js$/,
  /^dist\/chunks\/[\w-]+\.js$/,
  /^dist\/view\/main\.(js|css)$/,
  /^media\/[\w/-]+\.(png|svg|md)$/,
  /^l10n\/[\w.-]+\.json$/,
  /^package(\.nls(\.[\w-]+)?)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
];

describe('The package', function () {
  this.timeout(120_000);
  let folder: string;
  let size: number;
  let files: string[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ai-impact-package-'));
    size = (await stat(await pack(join(folder, 'ai-impact.vsix')))).size;
    files = await packedFiles();
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('holds what the extension needs', () => {
    for (const needed of [
      'package.json',
      'dist/extension.js',
      'dist/worker.js',
      'dist/view/main.js',
      'l10n/bundle.l10n.json',
    ]) {
      assert.ok(files.includes(needed), needed);
    }
  });

  it('holds nothing else: no sources, tests or source maps', () => {
    assert.deepEqual(
      files.filter(file => !ALLOWED.some(pattern => pattern.test(file))),
      [],
    );
  });

  it('stays small', () => {
    assert.ok(files.length < 30, `${files.length} files`);
    assert.ok(size < 500 * 1024, `${size} bytes`);
  });
});
