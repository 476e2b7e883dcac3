import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { x } from 'tinyexec';
import { Chance } from './chance.ts';

/** What an agent added to one file, of which the commit that follows has most. */
export interface MadeEdit {
  readonly at: number;
  readonly path: string;
  readonly text: string;
}

export interface History {
  readonly commits: number;
  readonly lines: number;
  readonly edits: readonly MadeEdit[];
}

const FILES = 400;
const DAYS = 30;
/** One commit in so many is an agent's. */
const AGENTS_SHARE = 4;
const LONGEST_FILE = 1500;

/**
 * Makes a repository of so many commits within the last 30 days, each with so many new lines in three files.
 * Of an agent's commit nearly all lines stand in its edits, some as they were before a formatter had them.
 */
export async function makeHistory(
  folder: string,
  commits: number,
  linesEach: number,
  until: number,
): Promise<History> {
  mkdirSync(folder, { recursive: true });
  await git(folder, 'init', '-q', '-b', 'main');
  const chance = new Chance(7);
  const files = new Map<string, string[]>();
  const edits: MadeEdit[] = [];
  const importer = spawn('git', ['fast-import', '--quiet', '--date-format=raw'], {
    cwd: folder,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const write = async (text: string) => {
    if (!importer.stdin.write(text)) await once(importer.stdin, 'drain');
  };
  let lines = 0;
  for (let n = 0; n < commits; n++) {
    const at = until - Math.round((DAYS * 86_400 * (commits - n)) / commits) * 1000;
    const changed = new Set(Array.from({ length: 3 }, () => `src/part${chance.whole(0, FILES - 1)}.ts`));
    let body = '';
    for (const path of changed) {
      const each = Math.round(linesEach / changed.size);
      const block = Array.from({ length: each }, () => codeLine(chance));
      lines += each;
      if (n % AGENTS_SHARE === 0) edits.push({ at: at - 3_600_000, path, text: asWritten(block, chance) });
      const old = files.get(path) ?? [];
      const place = chance.whole(0, old.length);
      const rest = old.length > LONGEST_FILE ? [] : old.slice(place);
      const fresh = [...old.slice(0, place), ...block, ...rest];
      files.set(path, fresh);
      const text = `${fresh.join('\n')}\n`;
      body += `M 644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
    }
    const who = `Dev <dev@example.com> ${Math.round(at / 1000)} +0000`;
    const message = `change ${n}`;
    await write(
      `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}\n${body}\n`,
    );
  }
  importer.stdin.end();
  await once(importer, 'close');
  await git(folder, 'update-ref', 'refs/remotes/origin/main', 'refs/heads/main');
  await git(folder, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  await git(folder, 'remote', 'add', 'origin', 'https://forge.example/team/project.git');
  await git(folder, 'reset', '-q', '--hard');
  return { commits, lines, edits };
}

export async function git(folder: string, ...args: string[]): Promise<void> {
  const { exitCode, stderr } = await x('git', args, { nodeOptions: { cwd: folder } });
  if (exitCode !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
}

function codeLine(chance: Chance): string {
  const word = () => `${chance.words(1)}${chance.whole(0, 60)}`;
  return chance.pick([
    `  const ${word()} = await ${word()}.${word()}(${word()}, ${word()}, ${chance.whole(0, 999)});`,
    `  if (${word()}.${word()} > ${word()} && !${word()}) return ${word()}(${word()});`,
    `  ${word()}.${word()} = ${word()}.map(${word()} => ({ ${word()}: ${word()}.${word()} }));`,
    `  return ${word()};`,
    '}',
  ]);
}

/** Before a formatter broke some lines and a person changed a word in others. */
function asWritten(block: readonly string[], chance: Chance): string {
  const lines: string[] = [];
  for (const line of block) {
    const luck = chance.next();
    if (luck < 0.1 && lines.length > 0) lines.push(`${lines.pop()!} ${line.trim()}`);
    else if (luck < 0.15) lines.push(line.replace(/\w+\d+/, `other${chance.whole(0, 60)}`));
    else if (luck < 0.95) lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}
