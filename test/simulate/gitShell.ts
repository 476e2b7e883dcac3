import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface GitAnswer {
  readonly ok: boolean;
  readonly out: string;
  readonly error: string;
}

const SCRIPT = 'exec 3<"$1" 4>"$2"; while IFS= read -r line <&3; do eval "$line"; echo "$?" >&4; done';

/**
 * Runs git from a small shell that waits: a seed runs git hundreds of times, and each start from a process of
 * this size costs more than git does. Answers come at once, as from `spawnSync`.
 */
export class GitShell {
  readonly #ask: number;
  readonly #answer: number;
  readonly #folder: string;

  /** @param folder for what is passed between the two; the shell ends when it is closed */
  constructor(folder: string, home: string) {
    this.#folder = folder;
    const [ask, answer] = [join(folder, 'ask'), join(folder, 'answer')];
    const made = spawnSync('mkfifo', [ask, answer]);
    if (made.status !== 0) throw new Error(`mkfifo in ${folder}: ${made.stderr ?? made.error}`);
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
    const shell = spawn('bash', ['-c', SCRIPT, 'git', ask, answer], {
      stdio: 'ignore',
      env: {
        ...Object.fromEntries(inherited),
        HOME: home,
        LC_ALL: 'C',
        GIT_EDITOR: 'true',
        GIT_SEQUENCE_EDITOR: 'true',
      },
    });
    shell.unref();
    this.#ask = openSync(ask, 'w');
    this.#answer = openSync(answer, 'r');
  }

  run(
    cwd: string,
    args: readonly string[],
    input: string | undefined,
    variables: Readonly<Record<string, string>>,
  ): GitAnswer {
    const [into, out, error] = ['in', 'out', 'error'].map(name => join(this.#folder, name));
    if (input !== undefined) writeFileSync(into!, input);
    const set = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
    const from = input === undefined ? '/dev/null' : quoted(into!);
    const line = `cd ${quoted(cwd)} && ${set.join(' ')} git ${args.map(quoted).join(' ')} <${from} >${quoted(out!)} 2>${quoted(error!)}`;
    if (line.includes('\n')) throw new Error(`git cannot be asked in several lines: ${line}`);
    writeSync(this.#ask, `${line}\n`);
    const status = Buffer.alloc(16);
    const length = readSync(this.#answer, status);
    if (length === 0) throw new Error('The shell that runs git has ended.');
    return {
      ok: status.toString('utf8', 0, length).trim() === '0',
      out: readFileSync(out!, 'utf8').replace(/\n$/, ''),
      error: readFileSync(error!, 'utf8'),
    };
  }

  close(): void {
    closeSync(this.#ask);
    closeSync(this.#answer);
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
