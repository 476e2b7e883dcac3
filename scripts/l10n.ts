// Collects every text that goes through `t('…')` or `l10n.t('…')` into l10n/bundle.l10n.json: npm run l10n
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const BUNDLE = join(root, 'l10n', 'bundle.l10n.json');

/** A call of `t` and, where its first argument is one whole literal, that literal. */
const CALL =
  /(?<![\w$\\])t\(\s*(?:(?<literal>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.)*`)\s*[,)])?/g;

interface Messages {
  readonly messages: readonly string[];
  /** Calls whose text is no literal. */
  readonly unread: readonly string[];
}

/** What a TypeScript file says. */
export function messagesOf(source: string): Messages {
  const messages: string[] = [];
  const unread: string[] = [];
  for (const call of source.matchAll(CALL)) {
    const literal = call.groups?.literal;
    if (literal === undefined) unread.push(source.slice(call.index, call.index + 60).split('\n')[0]!);
    else messages.push(String(runInNewContext(literal)));
  }
  return { messages, unread };
}

/** The bundle as it is to be: each message under itself, sorted. */
export async function bundleText(): Promise<string> {
  const files = (await readdir(join(root, 'src'), { recursive: true })).filter(file => file.endsWith('.ts'));
  const found = await Promise.all(
    files.map(async file => messagesOf(await readFile(join(root, 'src', file), 'utf8')).messages),
  );
  const messages = [...new Set(found.flat())].sort();
  return `${JSON.stringify(Object.fromEntries(messages.map(message => [message, message])), null, 2)}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await mkdir(dirname(BUNDLE), { recursive: true });
  await writeFile(BUNDLE, await bundleText());
}
