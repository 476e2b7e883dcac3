import type { ActKind } from '../../model/records.ts';

/** What a command line does, from the least to the most: a line is as its weightiest command. */
export type ShellAct = Extract<ActKind, 'read' | 'search' | 'check' | 'shell'>;

/** How a program's words decide what it does. Whatever is not named here may change files. */
export interface Rule {
  readonly act: ShellAct;
  /** Words with which it changes files after all. */
  readonly unless?: RegExp;
  /** First operands (or two, with a space) with which it does only that; without it, all. */
  readonly only?: RegExp;
  /** Without one of these words it may change files. */
  readonly option?: RegExp;
  /** Its last operand is an output file from this many operands on. */
  readonly operands?: number;
}

const of = (act: ShellAct, names: string, rule: Omit<Rule, 'act'> = {}): [string, Rule][] =>
  names.split(' ').map(name => [name, { act, ...rule }]);

/** Words that make a checker write what it found, in the words of most of them. */
const FIXES =
  /^(?:-u|-i|-a|-A|--fix(?:-.*|=.*)?|--write|--update.*|--snapshot-update|--auto-?correct.*|--auto-?fix.*|--apply.*|--in-?place.*|--unsafe.*|--init|--bless|--accept.*|--overwrite.*|--generate.*)$/;
const TASKS =
  /^(?:tests?|t|spec|lint|check|checks|typecheck|type-check|types|tsc|vet|build|compile|verify|ci|e2e|unit|coverage|analy[sz]e|clippy)(?:[:._-](?!.*(?:fix|write|update|format)).*)?$/;

export const isTask = (name: string): boolean => TASKS.test(name);

/** Programs by name. Those with words of their own (git, npm, find …) are read elsewhere. */
export const PROGRAMS: ReadonlyMap<string, Rule> = new Map([
  ...of(
    'read',
    'cat head tail nl tac bat batcat stat file wc du df md5sum sha1sum sha256sum shasum cksum strings hexdump od readlink realpath basename dirname pwd whoami id uname uptime ps top free printenv jq column cut tr paste comm cmp diff fold fmt expand rev seq nproc lscpu lsof arch which whereis type groups getconf ldd nm objdump size man help tty cal tput env cd pushd popd echo printf true false : test [ [[ ]] sleep wait exit return export set unset local shift read for in select time zcat gzcat xzcat bzcat zless getent netstat ss dig nslookup host ping',
  ),
  ...of('read', 'less more', { unless: /^-[a-zA-Z]*[oO]|^--log/ }),
  ...of('read', 'hostname', { operands: 1 }),
  ...of('read', 'xxd', { unless: /^-r/, operands: 2 }),
  ...of('read', 'uniq', { operands: 2 }),
  ...of('read', 'sort', { unless: /^(?:-[a-zA-Z]*o.*|--output.*|--compress-program.*)$/ }),
  ...of('read', 'date', { unless: /^(?:-s|--set)/ }),
  ...of('read', 'yq', { unless: /^(?:-[a-zA-Z]*[is]|--inplace|--in-place|--split.*)/ }),
  ...of('read', 'curl', {
    unless:
      /^(?:-[a-zA-Z]*[oOJcDKTdFX].*|--(?:output|remote|cookie-jar|dump-header|config|upload|data|form|json|request|trace|create-dirs|stderr|libcurl|hsts|alt-svc|etag-save).*)$/,
  }),
  ...of('read', 'source .', { only: /(?:^|\/)(?:activate|nvm\.sh)$/ }),
  ...of('search', 'ls dir exa eza grep egrep fgrep zgrep ack ag locate'),
  ...of('search', 'rg', { unless: /^--(?:pre|hostname-bin)/ }),
  ...of('search', 'fd fdfind', { unless: /^(?:-[a-zA-Z]*[xX]|--exec.*)$/ }),
  ...of('search', 'tree', { unless: /^-o/ }),
  ...of('read', 'get-content get-location test-path resolve-path measure-object select-object get-item gc'),
  ...of('search', 'get-childitem select-string gci'),
  ...of(
    'check',
    'tsc vue-tsc svelte-check eslint oxlint jest vitest mocha ava karma knip madge depcheck tsup mypy pyright basedpyright flake8 pylint pytest py.test tox nox bandit rspec phpunit phpstan shellcheck hadolint yamllint markdownlint markdownlint-cli2 actionlint staticcheck golangci-lint ctest ninja stylelint tap webpack rollup attw publint',
    { unless: new RegExp(`${FIXES.source}|^(?:-o|--output-file.*)$`) },
  ),
  ...of('check', 'biome', { only: /^(?:check|lint|ci|format)$/, unless: FIXES }),
  ...of('check', 'ruff', { only: /^(?:check|format (?:--check|--diff))$/, unless: FIXES }),
  ...of('check', 'prettier black isort gofmt rustfmt', {
    option: /^(?:--check|--check-only|-c|-l|--list-different|--diff|-d)$/,
    unless: /^(?:-w|--write)$/,
  }),
  ...of('check', 'playwright cypress', { only: /^(?:test|run)$/, unless: FIXES }),
  ...of('check', 'vite next turbo nx astro', {
    only: /^(?:build|test|lint|check|run (?:build|test|lint|typecheck|check))$/,
    unless: FIXES,
  }),
  ...of('check', 'rubocop', { unless: FIXES }),
  ...of('check', 'go', { only: /^(?:test|vet|build)$/, unless: /^-+(?:update.*|u|fix)$/ }),
  ...of('check', 'cargo', {
    only: /^(?:test|check|build|clippy|bench|nextest run|fmt --check)$/,
    unless: FIXES,
  }),
  ...of('check', 'dotnet swift bazel', { only: /^(?:test|build)$/ }),
  ...of('check', 'xcodebuild', { only: /^(?:test|build)$/ }),
  ...of('check', 'cmake', { only: /^--build/ }),
  ...of('check', 'mix', { only: /^(?:test|compile)$/ }),
  ...of('check', 'composer', { only: /^validate$/ }),
  ...of('check', 'terraform tofu', { only: /^(?:validate|plan|fmt -check)$/, unless: /^-+out/ }),
  ...of('check', 'node', { only: /^(?:--test|--check|-c)$/, unless: /^--test-update/ }),
  ...of('read', 'docker podman', { only: /^(?:ps|images|logs|inspect|version|info|compose (?:ps|logs))$/ }),
  ...of('read', 'kubectl', { only: /^(?:get|describe|logs|version)$/ }),
  ...of('read', 'pip pip3', { only: /^(?:list|show|freeze|check)$/ }),
]);

/** What else the programs above do, by their first operands. */
export const READING: ReadonlyMap<string, RegExp> = new Map([
  ['go', /^(?:list|version|doc)$/],
  ['cargo', /^(?:tree|metadata)$/],
  ['terraform', /^(?:show|output|version)$/],
  ['dotnet', /^--(?:info|list-sdks)$/],
]);

/** Modules that `python -m` runs and that only check or read. */
export const PYTHON_MODULES = new Map<string, readonly string[]>([
  ...['pytest', 'mypy', 'ruff', 'flake8', 'pylint', 'pyright', 'black', 'isort', 'pip', 'bandit'].map(
    (name): [string, string[]] => [name, [name]],
  ),
  ['unittest', ['pytest']],
  ['compileall', ['pytest']],
  ['py_compile', ['pytest']],
]);
