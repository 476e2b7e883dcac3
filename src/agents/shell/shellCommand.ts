import { kindOfGit } from './shellGit.ts';
import { DYNAMIC, parseShell } from './shellParse.ts';
import { isTask, PROGRAMS, PYTHON_MODULES, READING, type Rule, type ShellAct } from './shellPrograms.ts';

const WEIGHT: readonly ShellAct[] = ['read', 'search', 'check', 'shell'];
/** A longer command is a program or data fed to one. */
const LONGEST = 20_000;
const SHELLS = /^(?:ba|z|da|k)?sh$/;
const POWERSHELLS = /^(?:powershell|pwsh)$/i;
const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;
/** Variables that name a program, or where programs are looked for. */
const RUNS =
  /^(?:PATH|LD_\w+|DYLD_\w+|NODE_OPTIONS|PYTHONSTARTUP|BASH_ENV|ENV|\w*PAGER|\w*EDITOR|GIT_(?:EXTERNAL|SSH|CONFIG|EXEC)\w*)\+?=/;

/**
 * What a shell's command line does: 'read' or 'search' where it only looks, 'check' where it only runs tests,
 * checkers or builds, and 'shell' wherever it may change files or is not understood.
 */
export function kindOfCommand(command: string): ShellAct {
  if (command.length > LONGEST) return 'shell';
  const commands = parseShell(command);
  if (commands === null || commands.length === 0) return 'shell';
  return weightiest(
    commands.map(({ words, outputs }) => (outputs.length > 0 ? 'shell' : kindOfWords(words))),
  );
}

/** Of several acts of one command, the one that changes most. */
export function weightiest(acts: readonly ShellAct[]): ShellAct {
  return WEIGHT[Math.max(0, ...acts.map(act => WEIGHT.indexOf(act)))]!;
}

/** The same of one program and its arguments. */
export function kindOfWords(words: readonly string[]): ShellAct {
  const start = words.findIndex(word => !ASSIGNMENT.test(word));
  if (words.slice(0, start < 0 ? words.length : start).some(word => RUNS.test(word))) return 'shell';
  if (start < 0) return 'read';
  const [first, ...rest] = words.slice(start);
  const program = programName(first!);
  if (program === null) return 'shell';
  const inner = wrapped(program, rest);
  if (inner !== null && inner.length > 0) return kindOfWords(inner);
  if (inner !== null) return /^(?:env|xargs|time)$/.test(program) ? 'read' : 'shell';
  if (rest.length === 1 && /^(?:--version|--help|-V)$/.test(rest[0]!)) return 'read';
  if (SHELLS.test(program)) return kindOfScript(rest, /^-[a-z]*c$/);
  if (POWERSHELLS.test(program)) return kindOfScript(rest, /^-c(?:ommand)?$/i);
  switch (program) {
    case 'git':
      return kindOfGit(rest);
    case 'find':
      return kindOfFind(rest);
    case 'sed':
      return kindOfSed(rest);
    case 'awk':
    case 'gawk':
    case 'mawk':
      return kindOfAwk(rest);
    case 'command':
      return /^-[vV]$/.test(rest[0] ?? '') ? 'read' : kindOfWords(rest);
    case 'gh':
    case 'glab':
      return kindOfForge(rest);
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'bun':
      return kindOfPackageManager(rest);
    case 'make':
    case 'just':
    case 'rake':
    case 'gradle':
    case 'gradlew':
    case 'mvn':
    case 'mvnw':
      return kindOfTasks(rest);
    case 'python':
    case 'python3':
      return kindOfPython(rest);
    default:
      return kindByRule(program, PROGRAMS.get(program.toLowerCase()), rest);
  }
}

/** The bare name of a program that stands where programs are installed; `null` for one that we cannot know. */
export function programName(word: string): string | null {
  if (word.includes(DYNAMIC)) return null;
  const name = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
  const installed = name === word || /(?:^|[\\/])(?:\.?bin|Scripts)[\\/][^\\/]+$/.test(word);
  return installed || /^(?:gradlew|mvnw)$/.test(name) ? name.replace(/\.exe$/i, '') : null;
}

/** Programs that run another one: its words. */
function wrapped(program: string, rest: readonly string[]): readonly string[] | null {
  switch (program) {
    case 'sudo':
      return afterOptions(rest, /^-[ugCprtTh]$/);
    case 'env':
      return rest.some(word => /^(?:-S|--split)/.test(word)) ? [DYNAMIC] : afterOptions(rest, /^-[uC]$/);
    case 'timeout':
    case 'gtimeout':
      return afterOptions(rest, /^-[ks]$/).slice(1);
    case 'nice':
    case 'ionice':
    case 'stdbuf':
      return afterOptions(rest, /^-[ncioe]$/);
    case 'nohup':
    case 'time':
    case 'builtin':
      return afterOptions(rest, /^$/);
    case 'xargs':
      return afterOptions(rest, /^-[IiLnPsdEa]$/);
    case 'npx':
    case 'bunx':
      return afterOptions(rest, /^(?:-p|--package)$/);
    case 'uv':
    case 'poetry':
    case 'pipenv':
    case 'rye':
      return rest[0] === 'run'
        ? afterOptions(rest.slice(1), /^(?:--with|--group|--extra|-p|--python)$/)
        : null;
    case 'bundle':
      return rest[0] === 'exec' ? rest.slice(1) : null;
    default:
      return null;
  }
}

/** @param valued options that take the next word */
function afterOptions(words: readonly string[], valued: RegExp): readonly string[] {
  let at = 0;
  while (at < words.length && words[at]!.startsWith('-')) at += valued.test(words[at]!) ? 2 : 1;
  return words.slice(at);
}

/** @param command the option whose value is the script */
function kindOfScript(words: readonly string[], command: RegExp): ShellAct {
  const at = words.findIndex(word => command.test(word));
  const script = words[at + 1];
  if (at < 0 || script === undefined || script.includes(DYNAMIC)) return 'shell';
  return words.slice(0, at).every(word => word.startsWith('-')) ? kindOfCommand(script) : 'shell';
}

function kindOfFind(words: readonly string[]): ShellAct {
  for (const [i, word] of words.entries()) {
    if (/^-(?:delete|ok|okdir|fprint.*|fls)$/.test(word)) return 'shell';
    if (!/^-exec(?:dir)?$/.test(word)) continue;
    const end = words.findIndex((other, j) => j > i && /^[;+]$/.test(other));
    if (end < 0 || kindOfWords(words.slice(i + 1, end)) === 'shell') return 'shell';
  }
  return 'search';
}

/** In-place editing, and scripts that write files or run programs, are changes. */
function kindOfSed(words: readonly string[]): ShellAct {
  const options = /^(?:-[a-zA-Z]*[if].*|-[a-zA-Z]*e.+|--(?!quiet|silent|regexp).*)$/;
  const writes = /(?:^|[;\s}/|#,\dgIp$])[weW](?:\s|$)/;
  return words.some(word => (word.startsWith('-') ? options : writes).test(word)) ? 'shell' : 'read';
}

function kindOfAwk(words: readonly string[]): ShellAct {
  const [program = '', ...files] = afterOptions(words, /^-[Fv]$/);
  const options = words.slice(0, words.length - files.length - 1);
  const known = options.every(option => !option.startsWith('-') || /^-[Fv]/.test(option));
  return known && !/[>|@]|system|getline/.test(program) ? 'read' : 'shell';
}

function kindOfForge(words: readonly string[]): ShellAct {
  const [group = '', action = ''] = words;
  if (group === 'api') {
    const changes = words.some(word => /^(?:-[fFX].*|--(?:field|raw-field|input|method|form).*)$/.test(word));
    return changes ? 'shell' : 'read';
  }
  if (group === 'search') return 'search';
  if (group === 'status') return 'read';
  return /^(?:view|list|diff|checks|status|watch|ls|show)$/.test(action) ? 'read' : 'shell';
}

function kindOfPackageManager(words: readonly string[]): ShellAct {
  const plain = afterOptions(words, /^(?:-w|--workspace|--prefix|-C|--dir|--cwd|--filter|-F)$/);
  const [command = '', name = ''] = plain;
  const rest = plain.slice(1);
  if (
    /^(?:ls|list|view|info|show|outdated|why|explain|root|prefix|bin|search|ping|whoami|help)$/.test(command)
  )
    return 'read';
  if (command === 'audit') return rest.some(word => word === 'fix' || word === '--fix') ? 'shell' : 'read';
  if (command === 'config' || command === 'pkg') return /^(?:get|list|ls)$/.test(name) ? 'read' : 'shell';
  if (/^(?:exec|dlx|x)$/.test(command))
    return kindOfWords(
      afterOptions(
        rest.filter(word => word !== '--'),
        /^(?:-p|--package)$/,
      ),
    );
  const script = /^(?:run|run-script)$/.test(command)
    ? (rest.find(word => !word.startsWith('-')) ?? '')
    : command;
  if (script === '') return command === '' ? 'shell' : 'read';
  if (isTask(script)) return rest.some(word => CHANGING.test(word)) ? 'shell' : 'check';
  return command === script ? kindByRule(script, PROGRAMS.get(script), rest) : 'shell';
}

const CHANGING = /^(?:-u|--fix.*|--write|--update.*|--apply.*|--autofix)$/;

function kindOfTasks(words: readonly string[]): ShellAct {
  if (words.some(word => /^(?:-n|--dry-run|--just-print)$/.test(word))) return 'read';
  const tasks = afterOptions(words, /^(?:-C|-f|--file|-p|-pl)$/).filter(word => !word.startsWith('-'));
  const names = tasks
    .filter(word => !ASSIGNMENT.test(word))
    .map(task => task.slice(task.lastIndexOf(':') + 1));
  const only = names.every(
    name => isTask(name) || /^(?:assemble|package|compile\w*|test\w*|check\w*|lint\w*)$/.test(name),
  );
  return names.length > 0 && only ? 'check' : 'shell';
}

function kindOfPython(words: readonly string[]): ShellAct {
  const [option, name = '', ...rest] = words;
  if (option !== '-m') return 'shell';
  const program = PYTHON_MODULES.get(name);
  return program === undefined ? 'shell' : kindOfWords([...program, ...rest]);
}

function kindByRule(program: string, rule: Rule | undefined, words: readonly string[]): ShellAct {
  if (rule === undefined) return 'shell';
  const operands = words.filter(word => !word.startsWith('-') || word === '-');
  const heads = [words[0] ?? '', `${words[0] ?? ''} ${words[1] ?? ''}`];
  if (heads.some(head => READING.get(program)?.test(head))) return 'read';
  if (rule.only !== undefined && !heads.some(head => rule.only?.test(head))) return 'shell';
  if (rule.option !== undefined && !words.some(word => rule.option?.test(word))) return 'shell';
  if (rule.operands !== undefined && operands.length >= rule.operands) return 'shell';
  return rule.unless !== undefined && words.some(word => rule.unless?.test(word)) ? 'shell' : rule.act;
}
