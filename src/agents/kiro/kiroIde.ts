import { basename, dirname } from 'node:path';
import type { Instant } from '../../model/records.ts';
import type { ReadContext, ReaderState } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { ToolActs } from '../tools/toolActs.ts';
import { kindOfTool, plainName } from '../tools/toolKinds.ts';
import { creditsIn, turnKey } from './kiroCredits.ts';
import { AGENT } from './kiroEvents.ts';
import { realModel } from './kiroModel.ts';
import { decodedFolder, workspaceOf } from './kiroWorkspaces.ts';

/** Actions that were asked for and did not come to be, or were undone. */
const NOT_DONE = /reject|fail|error|cancel|abort|pending|running|undone|revert/i;
const LISTS = ['messages', 'conversation', 'chat'];

/**
 * What the IDE kept until its second version, below `kiro.kiroagent`: records of executions, which tell all; the spine
 * of each session, whose messages stand for executions; and, from its first months, a snapshot after each request.
 */
export function readKiroIde(context: ReadContext, bytes: Buffer): ReaderState | null {
  const value = parsed(bytes.toString('utf8'));
  if (typeof value !== 'object' || value === null) return null;
  const document = record(value);
  if (Array.isArray(document.executions)) return {};
  if (Array.isArray(document.history)) spine(context, document);
  else if (context.file.path.endsWith('.chat')) snapshot(context, document);
  else if (filledString(document.executionId) !== null) execution(context, document);
  else context.skip('newer format', filledString(document.version) ?? undefined);
  return {};
}

function execution(context: ReadContext, document: Record<string, unknown>): void {
  const id = filledString(document.executionId)!;
  const { path, mtimeMs } = context.file;
  const inner = record(document.context);
  const session =
    filledString(document.chatSessionId) ?? filledString(document.sessionId) ?? basename(dirname(path));
  const cwd =
    filledString(document.workspaceDirectory) ?? filledString(inner.workspaceDirectory) ?? workspaceOf(path);
  const startedAt = instantOf(document.startTime) ?? Math.floor(mtimeMs);
  const endedAt = instantOf(document.endTime) ?? startedAt;
  const teller = new Teller(AGENT, context);
  const span = new SessionSpan(AGENT, path, { id: session, cwd });
  span.see(startedAt, context.emit);
  span.see(endedAt, context.emit);
  const prompt = firstPrompt([inner, document]);
  if (prompt !== null) teller.prompt(`${id}/prompt`, session, startedAt, prompt);
  const acts = new ToolActs(AGENT, context);
  for (const [n, action] of (Array.isArray(document.actions) ? document.actions : []).entries())
    told(acts, record(action), n, { id, session, cwd, startedAt, endedAt }, context);
  acts.finish();
  // While it runs nothing is known of what it costs.
  const { usageSummary } = document;
  if (usageSummary !== undefined || !/run|progress|pend|yield/i.test(filledString(document.status) ?? '')) {
    const model = realModel(document.modelId) ?? realModel(inner.modelId) ?? realModel(document.model);
    const credits = creditsIn(usageSummary);
    teller.call({ key: turnKey(session, id), session, at: endedAt, model, credits, quality: 'credits' });
  }
  span.finish(context.emit);
}

interface Execution {
  readonly id: string;
  readonly session: string;
  readonly cwd: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
}

function told(
  acts: ToolActs,
  action: Record<string, unknown>,
  n: number,
  { id, session, cwd, startedAt, endedAt }: Execution,
  context: ReadContext,
): void {
  const type = filledString(action.actionType) ?? filledString(action.type);
  if (type === null) return;
  const input = record(action.input);
  const file = filledString(input.file) ?? filledString(input.path);
  const [before, after] = [input.originalContent, input.modifiedContent];
  const changes = typeof after === 'string' || (typeof before === 'string' && /delete/i.test(type));
  // Talk and plans are actions too.
  if (!changes && kindOfTool(type) === 'other') return;
  const key = `${id}/${filledString(action.actionId) ?? n}`;
  const at =
    instantOf(action.endTime) ?? instantOf(action.startTime) ?? instantOf(action.timestamp) ?? endedAt;
  acts.asked({
    id: key,
    tool: type,
    input,
    session,
    at: instantOf(action.startTime) ?? startedAt,
    cwd,
    kind: changes ? 'edit' : 'other',
  });
  const states = [action.actionState, action.state, action.status, action.decision, action.userDecision];
  const ok = !states.some(state => typeof state === 'string' && NOT_DONE.test(state));
  const path = file === null ? null : absolutePath(file, cwd);
  acts.answered(key, {
    at,
    ok,
    output: action.output,
    ...(changes && path !== null
      ? { edits: [{ key, path, ...linesOf(type, path, before, after, context) }] }
      : {}),
  });
}

function linesOf(type: string, path: string, before: unknown, after: unknown, { packer }: ReadContext) {
  if (typeof after !== 'string')
    return { lines: packer.deleted(path, String(before)), baseline: 'patch' as const };
  // Nothing before, of an action that creates: there was no file.
  if (plainName(type).startsWith('create') && (before === '' || before == null))
    return { lines: packer.created(path, after), baseline: 'created' as const };
  if (typeof before === 'string')
    return { lines: packer.replaced(path, before, after), baseline: 'patch' as const };
  return { lines: packer.overwritten(path, after), baseline: 'unknown' as const };
}

function firstPrompt(places: readonly Record<string, unknown>[]): unknown {
  for (const place of places) {
    for (const name of LISTS) {
      const list = place[name];
      const said = (Array.isArray(list) ? list : []).map(record);
      const prompt = said.find(({ role }) => isPerson(role));
      if (prompt !== undefined) return prompt.content ?? prompt.entries ?? '';
    }
  }
  return null;
}

/**
 * A snapshot holds all of an execution so far and there is one for each request: all have the execution's key, so that
 * they are one, and the execution's own record takes their place.
 */
function snapshot(context: ReadContext, document: Record<string, unknown>): void {
  const id = filledString(document.executionId);
  const { path, mtimeMs } = context.file;
  if (id === null) {
    context.skip('newer format');
    return;
  }
  const { modelId, startTime, endTime, workflowId } = record(document.metadata);
  const session =
    filledString(document.chatSessionId) ??
    filledString(document.sessionId) ??
    filledString(workflowId) ??
    id;
  const startedAt = instantOf(startTime) ?? Math.floor(mtimeMs);
  const span = new SessionSpan(AGENT, path, { id: session, cwd: workspaceOf(path) });
  span.see(startedAt, context.emit);
  span.see(instantOf(endTime) ?? startedAt, context.emit);
  const teller = new Teller(AGENT, context);
  const prompt = firstPrompt([document]);
  if (prompt !== null) teller.prompt(`${id}/prompt`, session, startedAt, prompt);
  teller.call({
    key: turnKey(session, id),
    session,
    at: startedAt,
    model: realModel(modelId),
    quality: 'credits',
    lesser: { rank: 1, since: -8.64e15, until: 8.64e15 },
  });
  span.finish(context.emit);
}

/** Messages of a session that name an execution stand for it ("On it.") and are told there. */
function spine(context: ReadContext, document: Record<string, unknown>): void {
  const { path, mtimeMs } = context.file;
  const id = filledString(document.sessionId) ?? basename(path, '.json');
  const cwd = filledString(document.workspaceDirectory) ?? decodedFolder(basename(dirname(path)));
  const span = new SessionSpan(AGENT, path, { id, cwd });
  span.see(instantOf(document.dateCreated) ?? instantOf(document.createdAt), context.emit);
  const history = (document.history as unknown[]).map(record);
  if (!history.some(entry => filledString(entry.executionId) !== null)) {
    const teller = new Teller(AGENT, context);
    // No message has a time: when the file was written last is the best that is known.
    const at = Math.floor(mtimeMs);
    // Whether an execution will tell a prompt is seen by its answer.
    const answered = history.findLastIndex(({ message }) => !isPerson(record(message).role));
    for (const [n, { message }] of history.slice(0, answered + 1).entries()) {
      const { role, content } = record(message);
      if (isPerson(role)) teller.prompt(`${id}/${n}`, id, at, content);
    }
    if (history.length > 0) span.see(at, context.emit);
  }
  span.finish(context.emit);
}

function isPerson(role: unknown): boolean {
  return role === 'user' || role === 'human';
}
