import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filledString, record } from '../json/looseJson.ts';
import { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { eachObject } from '../tools/titleLines.ts';

/** As the session was renamed, else as Copilot sums it up, else its first prompt. */
export async function copilotCliTitle(log: string, session: string): Promise<string | null> {
  if (log.endsWith('.db')) return shortTitle(await summaryIn(log, session));
  let renamed: string | null = null;
  let prompt: string | null = null;
  await eachObject(log, /"type":\s*"user\.message"|"rename_session"/, ({ type, agentId, data }) => {
    const { toolName, arguments: args, content } = record(data);
    if (toolName === 'rename_session') renamed = filledString(record(args).title) ?? renamed;
    if (type === 'user.message' && agentId === undefined) prompt ??= filledString(content);
  });
  return shortTitle(renamed ?? (await nameBeside(log)) ?? prompt);
}

async function nameBeside(log: string): Promise<string | null> {
  const text = await readFile(join(dirname(log), 'workspace.yaml'), 'utf8').catch(() => '');
  const value = (key: string) => new RegExp(`^${key}: *(.+)$`, 'm').exec(text)?.[1]?.trim() ?? null;
  const name = value('name') ?? value('summary');
  return name?.replace(/^(["'])(.*)\1$/, '$2') ?? null;
}

async function summaryIn(path: string, session: string): Promise<string | null> {
  try {
    return await ForeignDatabase.with(path, async database =>
      database.has('sessions', 'id', 'summary')
        ? filledString(database.row('SELECT summary FROM sessions WHERE id = ?', session)?.summary)
        : null,
    );
  } catch {
    return null;
  }
}
