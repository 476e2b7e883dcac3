/** What kind of file a path is. Only the first five weigh in figures. */
export type FileClass =
  | 'production'
  | 'test'
  | 'docs'
  | 'config'
  | 'migration'
  | 'generated'
  | 'vendored'
  | 'lock'
  | 'minified'
  | 'snapshot'
  | 'data'
  | 'binary';

const COUNTING: ReadonlySet<FileClass> = new Set(['production', 'test', 'docs', 'config', 'migration']);

/** Whether lines of such a file weigh in figures at all. */
export function classCounts(fileClass: FileClass): boolean {
  return COUNTING.has(fileClass);
}

const LOCKS = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'composer.lock',
  'cargo.lock',
  'poetry.lock',
  'pdm.lock',
  'uv.lock',
  'pixi.lock',
  'gemfile.lock',
  'go.sum',
  'flake.lock',
  '.terraform.lock.hcl',
  'package.resolved',
  'pipfile.lock',
  'mise.lock',
  'podfile.lock',
  'pubspec.lock',
  'mix.lock',
  'gradle.lockfile',
  'conan.lock',
  'paket.lock',
  'packages.lock.json',
]);

/** Written by hand although linguist calls their folders vendored. */
const KEPT =
  /^(?:\.github\/(?:workflows|actions)\/|jenkinsfile$|dockerfile|vagrantfile$)|(?:^|\/)(?:jenkinsfile|dockerfile)$/;
const VENDORED =
  /(?:^|\/)(?:node_modules|bower_components|vendor|third[_-]party|\.yarn|\.pnpm-store|site-packages|\.venv|venv|pods|carthage)\//;
const BUILT = /(?:^|\/)(?:dist|build|out|target|coverage|\.next|\.nuxt|\.turbo|__pycache__|\.idea)\//;
const GENERATED =
  /(?:\.pb\.(?:go|cc|h)|_pb2(?:_grpc)?\.pyi?|\.g\.(?:dart|cs|ts)|\.designer\.cs|\.generated\.[a-z]+|_generated\.[a-z]+|\.gen\.(?:go|ts)|(?:^|\/)(?:__generated__|generated)\/.*)$/;
const MINIFIED = /(?:\.min\.(?:js|css|mjs)|-min\.(?:js|css)|\.(?:js|css|mjs)\.map|\.map)$/;
const SNAPSHOT = /(?:\.snap|\.ambr|(?:^|\/)(?:__snapshots__|snapshots|cassettes|__recordings__)\/.*)$/;
const FIXTURE = /(?:^|\/)(?:fixtures?|testdata|test-data|__fixtures__|goldens?)\//;
const DATA =
  /\.(?:csv|tsv|jsonl|ndjson|svg|ipynb|parquet|geojson|xml|plist|po|pot|xliff?|sql\.gz|log|json5?l)$/;
const BINARY =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|tiff?|pdf|zip|gz|tgz|bz2|xz|zst|7z|rar|jar|war|class|o|a|so|dylib|dll|exe|wasm|ttf|otf|woff2?|eot|mp[34]|m4a|ogg|wav|flac|mov|avi|webm|db|sqlite3?|bin|dat|pkl|npy|npz|onnx|pt|psd|sketch|fig)$/;
const TEST =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testing)\/|(?:[._-](?:test|spec|e2e|cy)\.[a-z]+$)|(?:^|\/)(?:test_[^/]+\.py|[^/]+_test\.(?:go|py|rb|exs?|dart))$|(?:tests?\.(?:cs|java|kt|swift))$/;
const DOCS =
  /(?:^|\/)docs?\/|\.(?:md|mdx|rst|adoc|txt|tex)$|(?:^|\/)(?:readme|changelog|license|contributing|authors)[^/]*$/;
const MIGRATION = /(?:^|\/)migrations?\/|(?:^|\/)alembic\/versions\//;
const CONFIG =
  /\.(?:ya?ml|toml|ini|cfg|conf|env|properties|tf|tfvars|hcl|nix|json|jsonc|json5|editorconfig|gitignore|gitattributes|dockerignore|npmrc)$|(?:^|\/)(?:dockerfile|makefile|jenkinsfile|justfile|procfile|cmakelists\.txt|\.[a-z]+rc)$|\.(?:config|conf)\.[cm]?[jt]s$/;

/**
 * By path alone, relative to the repository, with forward slashes. What the text says of itself (a
 * "generated" header) is a flag of each edit. Follows linguist, save where it drops hand-written files.
 */
export function classifyPath(path: string): FileClass {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  if (LOCKS.has(name)) return 'lock';
  if (BINARY.test(lower)) return 'binary';
  if (!KEPT.test(lower)) {
    if (VENDORED.test(lower)) return 'vendored';
    if (BUILT.test(lower)) return 'generated';
  }
  if (MINIFIED.test(lower)) return 'minified';
  if (SNAPSHOT.test(lower)) return 'snapshot';
  if (GENERATED.test(lower)) return 'generated';
  if (FIXTURE.test(lower) || DATA.test(lower)) return 'data';
  if (MIGRATION.test(lower)) return 'migration';
  if (TEST.test(lower)) return 'test';
  if (DOCS.test(lower)) return 'docs';
  if (CONFIG.test(lower) || KEPT.test(lower)) return 'config';
  return 'production';
}
