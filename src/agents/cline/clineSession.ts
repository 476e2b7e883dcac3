import { basename, dirname, join } from 'node:path';
import type { AgentId, Instant } from '../../model/records.ts';
import type { ReadContext, ReaderState } from '../agent.ts';
import type { KeyedEdit } from '../codex/codexChanges.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record, string } from '../json/looseJson.ts';
import { textsOf } from '../shell/shellLinks.ts';
import { smallJson } from '../stores/smallFile.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { Teller, UNTOLD } from '../tools/teller.ts';
import { ToolActs } from '../tools/toolActs.ts';
import { pathOf } from '../tools/toolEdits.ts';
import { clineTokens, microDollars } from './clineTokens.ts';

/** Providers that are agents of their own, run in place of a model: they keep logs of what they were sent and did. */
const HOSTED: readonly unknown[] = ['claude-code', 'openai-codex', 'opencode'];

/**
 * A session of Cline's since its fourth version, editor and command line: all its messages, written anew each time.
 * A sub-agent has a file of its own beside it; the manifest's sums are of either or both and are not read.
 */
export function readClineSession(agent: AgentId, context: ReadContext, bytes: Buffer): ReaderState | null {
  const value = parsed(bytes.toString('utf8'));
  if (typeof value !== 'object' || value === null) return null;
  const document = record(value);
  if (!Array.isArray(document.messages)) {
    context.skip('newer format', versionOf(document.version));
    return {};
  }
  new SessionReading(agent, context, document).read(document.messages.map(record));
  return {};
}

/** The manifest that lies beside a session's messages. */
export function clineManifest(log: string): Record<string, unknown> {
  return record(smallJson(join(dirname(log), `${basename(dirname(log))}.json`)));
}

class SessionReading {
  readonly #context: ReadContext;
  readonly #teller: Teller;
  readonly #acts: ToolActs;
  readonly #session: string;
  readonly #parent: string | null;
  readonly #cwd: string | null;
  readonly #span: SessionSpan;
  /** By the id that a call has in its message: the key that it has everywhere, its tool and its input. */
  readonly #calls = new Map<string, { key: string; input: unknown }>();
  #at: Instant;

  constructor(agent: AgentId, context: ReadContext, document: Record<string, unknown>) {
    const { path, mtimeMs } = context.file;
    const manifest = clineManifest(path);
    const owner = filledString(manifest.session_id) ?? basename(dirname(path));
    const metadata = record(manifest.metadata);
    const git = record(metadata.git);
    this.#context = context;
    this.#teller = new Teller(agent, context);
    this.#acts = new ToolActs(agent, context);
    this.#session = filledString(document.sessionId) ?? basename(path, '.messages.json');
    const own = this.#session === owner;
    this.#parent =
      filledString(record(document.origin).parentThreadId) ??
      (own
        ? filledString(manifest.parent_session_id)
        : this.#session.startsWith(`${owner}__`)
          ? owner
          : null);
    this.#cwd = filledString(manifest.cwd) ?? filledString(manifest.workspace_root);
    this.#span = new SessionSpan(agent, path, {
      id: this.#session,
      parent: this.#parent,
      forkedFrom: own ? filledString(record(metadata.fork).forkedFromSessionId) : null,
      cwd: this.#cwd,
      branch: filledString(git.branch),
      remote: filledString(git.url),
    });
    this.#at = instantOf(manifest.started_at) ?? instantOf(document.updated_at) ?? Math.floor(mtimeMs);
  }

  read(messages: readonly Record<string, unknown>[]): void {
    for (const [n, message] of messages.entries()) this.#message(message, n);
    this.#acts.finish();
    this.#span.finish(this.#context.emit);
  }

  #message(message: Record<string, unknown>, n: number): void {
    const ts = instantOf(message.ts);
    this.#at = ts ?? this.#at;
    this.#span.see(this.#at, this.#context.emit);
    const id = filledString(message.id);
    // A fork keeps ids and times of what it copies.
    const key = id !== null && ts !== null ? `${id}@${ts}` : `${this.#session}/${id ?? n}`;
    const { content, role } = message;
    const parts = Array.isArray(content) ? content.map(record) : [];
    if (HOSTED.includes(record(message.modelInfo).provider)) return;
    for (const part of parts) {
      if (part.type === 'tool_use') this.#used(part, key);
      else if (part.type === 'tool_result') this.#result(part);
    }
    if (role === 'assistant') this.#call(message, key, parts.length > 0);
    else if (role === 'user' && this.#parent === null && !parts.some(({ type }) => type === 'tool_result'))
      this.#teller.prompt(key, this.#session, this.#at, content);
  }

  #call({ metrics, modelInfo, model }: Record<string, unknown>, key: string, said: boolean): void {
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, cost } = record(metrics);
    const counts = {
      input: inputTokens,
      output: outputTokens,
      cacheRead: cacheReadTokens,
      cacheWrite: cacheWriteTokens,
    };
    const tokens = clineTokens(counts, true);
    if (metrics == null || (tokens === UNTOLD && !said)) return;
    this.#teller.call({
      key,
      session: this.#session,
      at: this.#at,
      model: filledString(record(modelInfo).id) ?? filledString(model),
      tokens,
      loggedCost: microDollars(cost),
      quality: tokens === UNTOLD ? 'none' : 'exact',
    });
  }

  #used({ id, name, input }: Record<string, unknown>, message: string): void {
    const call = filledString(id);
    const tool = filledString(name);
    if (call === null || tool === null) {
      this.#context.skip('newer format');
      return;
    }
    const key = `${message}/${call}`;
    this.#calls.set(call, { key, input });
    this.#acts.asked({ id: key, tool, input, session: this.#session, at: this.#at, cwd: this.#cwd });
  }

  #result({ tool_use_id, content, is_error }: Record<string, unknown>): void {
    const call = this.#calls.get(filledString(tool_use_id) ?? '');
    if (call === undefined) return;
    const told = resultsIn(content);
    const ok =
      is_error !== true &&
      !told.some(({ success, error }) => success === false || (error != null && success !== true));
    const text = told.map(({ result }) => string(result) ?? '').join('\n') || textsOf(content);
    const edit = this.#numbered(call, text);
    this.#acts.answered(call.key, {
      at: this.#at,
      ok,
      output: text,
      isNew: text.includes('File created'),
      ...(edit === null ? {} : { edits: [edit] }),
    });
  }

  /** What a file that was written whole lost and gained, from the lines that the result shows with their numbers. */
  #numbered({ key, input }: { key: string; input: unknown }, result: string): KeyedEdit | null {
    const path = pathOf(input, this.#cwd);
    const block = /```diff\n([\s\S]*?)\n?```/.exec(result)?.[1];
    if (path === null || block === undefined || string(record(input).old_text) !== null) return null;
    const lines = [...block.matchAll(/^([+-])\d+: ?(.*)$/gm)];
    const of = (sign: string) => lines.filter(line => line[1] === sign).map(line => line[2]!);
    return { key, path, lines: this.#context.packer.patch(path, of('+'), of('-')), baseline: 'patch' };
  }
}

/** Results are objects, or lists of them, or either as text. */
function resultsIn(content: unknown): Record<string, unknown>[] {
  const value = typeof content === 'string' ? parsed(content) : content;
  return (Array.isArray(value) ? value : [value]).map(each => {
    const { text } = record(each);
    return record(typeof text === 'string' ? (parsed(text) ?? each) : each);
  });
}

function versionOf(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;
}
