import { basename } from 'node:path';
import type { AgentId } from '../../model/records.ts';
import type { ReadContext, ReaderState } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { OpencodeMessages } from './opencodeMessages.ts';

export const TREE = /[\\/]storage[\\/](session|message|part)[\\/].*\.json$/;

/** One file of the tree that came before the database: a session, a message or a part of one. */
export function readOpencodeTree(agent: AgentId, context: ReadContext, bytes: Buffer): ReaderState | null {
  const value = parsed(bytes.toString('utf8'));
  if (typeof value !== 'object' || value === null) return null;
  const data = record(value);
  const { path, mtimeMs } = context.file;
  const kind = TREE.exec(path)?.[1];
  const id = filledString(data.id) ?? basename(path, '.json');
  const session = kind === 'session' ? id : filledString(data.sessionID);
  if (session === null) {
    context.skip('newer format', filledString(data.version) ?? undefined);
    return {};
  }
  const at = Math.floor(mtimeMs);
  const { created, updated } = record(data.time);
  if (kind === 'session') {
    const known = { parent: filledString(data.parentID), cwd: filledString(data.directory) };
    const span = new SessionSpan(agent, path, { id: session, ...known });
    span.see(instantOf(created), context.emit);
    span.see(instantOf(updated), context.emit);
    span.finish(context.emit);
    return {};
  }
  const messages = new OpencodeMessages(agent, context);
  const { cwd } = record(data.path);
  const place = { id: session, parent: null, cwd: filledString(cwd), version: null };
  if (kind === 'part') {
    const message = filledString(data.messageID);
    if (data.type === 'tool' && message !== null) messages.tool(message, data, place, at);
    return {};
  }
  const span = new SessionSpan(agent, path, { id: session, cwd: place.cwd });
  for (const time of messages.message(id, filledString(data.role), data, place, at))
    span.see(time, context.emit);
  span.finish(context.emit);
  return {};
}
