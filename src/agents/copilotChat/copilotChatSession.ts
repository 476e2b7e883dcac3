import type { CallRecord, Instant } from '../../model/records.ts';
import type { ReadContext } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, record, string } from '../json/looseJson.ts';
import { count } from '../json/tokenCounts.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { type FileEdit, ToolActs } from '../tools/toolActs.ts';
import { argumentsOf } from '../tools/toolArguments.ts';
import { RequestEdits } from './copilotChatEdits.ts';
import { editedFiles, workspaceFolder } from './copilotChatFiles.ts';
import { PendingEdits, verdictsOf } from './copilotChatReview.ts';
import { kindOfTool, tellsFailure, textOfResult, wasRun } from './copilotChatTools.ts';

export const AGENT = 'copilot-chat';

/** The end of time, in milliseconds. */
const END = 8.64e15;
/** Agents that VS Code shows in its chat and that keep their own logs. */
const OTHERS = /claude|codex|copilot-?cli|cloud|\.remote/i;

type Request = Record<string, unknown>;

/** Tells a chat of GitHub Copilot, as the whole that it is at the moment. */
export class CopilotChatSession {
  readonly #context: ReadContext;
  readonly #teller: Teller;
  readonly #tools: ToolActs;
  readonly #span: SessionSpan;
  readonly #id: string;
  readonly #folder: string | null;
  /** In the request that is being read a tool has edited files, and its arguments do not tell how. */
  #untold = false;

  constructor(context: ReadContext, state: Record<string, unknown>) {
    const { path } = context.file;
    this.#context = context;
    this.#id = filledString(state.sessionId) ?? nameOf(path);
    this.#folder = workspaceFolder(path);
    this.#teller = new Teller(AGENT, context);
    this.#tools = new ToolActs(AGENT, context);
    this.#span = new SessionSpan(AGENT, path, { id: this.#id, cwd: this.#folder });
  }

  read(state: Record<string, unknown>): void {
    const all = Array.isArray(state.requests) ? state.requests.map(record) : [];
    const requests = all.filter(isCopilots);
    const edits = new Map<string, RequestEdits>();
    for (const [n, request] of requests.entries()) {
      const id = filledString(request.requestId) ?? `${this.#id}|${n}`;
      const at = instantOf(request.timestamp) ?? instantOf(state.creationDate);
      if (at === null) {
        this.#context.skip('newer format');
        continue;
      }
      this.#span.see(at, this.#context.emit);
      const { text } = record(request.message);
      const words = string(text) ?? string(request.message) ?? '';
      this.#teller.prompt(`${id}|prompt`, this.#id, at, words, true);
      this.#call(id, at, instantOf(requests[n + 1]?.timestamp) ?? END, request);
      edits.set(id, this.#uses(at, request));
    }
    this.#tellEdits(requests, edits);
    this.#tools.finish();
    this.#span.finish(this.#context.emit);
  }

  #call(key: string, at: Instant, until: Instant, request: Request): void {
    const result = record(request.result);
    const metadata = record(result.metadata);
    const usage = record(result.usage);
    if (request.result === undefined && request.completionTokens === undefined) return;
    const outputs = [
      request.completionTokens,
      metadata.outputTokens,
      usage.completionTokens,
      result.outputTokens,
    ].map(count);
    const known = outputs.filter(value => value !== null);
    // Both are of one round, of the many that a request may take.
    const inputs = [metadata.promptTokens, usage.promptTokens, result.promptTokens, request.promptTokens];
    const input = inputs.map(count).find(value => value !== null) ?? null;
    const output = known.length === 0 ? null : Math.max(...known);
    const call: CallRecord = {
      kind: 'call',
      agent: AGENT,
      key,
      session: this.#id,
      at,
      model: filledString(metadata.resolvedModel) ?? modelOf(request.modelId),
      tokens: {
        input,
        cacheRead: null,
        cacheWrite5m: null,
        cacheWrite1h: null,
        output,
        reasoning: null,
      },
      loggedCost: null,
      credits: null,
      quality: input === null && output === null ? 'none' : 'lower bound',
      lesser: { rank: 1, since: at, until: Math.max(until, at + 1) },
      sidechain: false,
    };
    this.#context.emit(call);
  }

  #uses(at: Instant, { response, result }: Request): RequestEdits {
    const edits = new RequestEdits(this.#context.packer, this.#folder);
    this.#untold = false;
    const parts = (Array.isArray(response) ? response : []).map(record);
    const invocations = new Map(parts.map(part => [part.toolCallId, part]));
    const { toolCallRounds, toolCallResults } = record(record(result).metadata);
    for (const round of (Array.isArray(toolCallRounds) ? toolCallRounds : []).map(record)) {
      const when = instantOf(round.timestamp) ?? at;
      for (const call of (Array.isArray(round.toolCalls) ? round.toolCalls : []).map(record)) {
        const id = filledString(call.id);
        const tool = filledString(call.name);
        if (id === null || tool === null) {
          this.#context.skip('newer format');
          continue;
        }
        const results = record(toolCallResults);
        const answer = Object.hasOwn(results, id) ? results[id] : undefined;
        this.#use(id, tool, when, call.arguments, invocations.get(id), answer, edits);
      }
    }
    for (const part of parts) if (part.kind === 'textEditGroup') edits.shown(part.uri, part.edits);
    if (this.#untold && edits.paths().size === 0) this.#context.skip('newer format');
    return edits;
  }

  #use(
    id: string,
    tool: string,
    at: Instant,
    asked: unknown,
    invocation: unknown,
    answer: unknown,
    edits: RequestEdits,
  ): void {
    const args = argumentsOf(asked);
    const kind = kindOfTool(tool);
    const key = `${this.#id}|${id}`;
    const call = { id: key, session: this.#id, at, tool, act: kind, input: args, cwd: this.#folder };
    // All that a request did to a file is told together.
    this.#tools.asked({ ...call, apart: true });
    const text = textOfResult(answer);
    const run = invocation === undefined ? (answer === undefined ? null : true) : wasRun(invocation);
    if (run === null) return;
    const ok = run && !tellsFailure(text);
    this.#tools.answered(key, { at, ok, output: text });
    // One that does not tell by its arguments is told by what the response shows.
    if (ok && kind === 'edit' && !edits.tool(tool, args)) this.#untold = true;
  }

  /** Where the editor keeps a file's texts, and one request alone changed it, those tell best. */
  #tellEdits(requests: readonly Request[], edits: ReadonlyMap<string, RequestEdits>): void {
    const texts = new Map(editedFiles(this.#context.file.path, this.#id).map(file => [file.path, file]));
    const verdicts = new Map(requests.map(request => [filledString(request.requestId), verdictsOf(request)]));
    const touched = new Set([...verdicts.values()].flatMap(({ changed, undone }) => [...changed, ...undone]));
    const times = new Map(
      requests.map(({ requestId, timestamp }) => [filledString(requestId), instantOf(timestamp)]),
    );
    const pending = new PendingEdits();
    for (const [request, own] of edits) {
      const at = times.get(request) ?? 0;
      // A request tells first what became of the edits before it.
      for (const [n, undo] of pending.judge(verdicts.get(request)).entries())
        this.#emitEdit(`${request}|undone ${n}`, at, undo);
      for (const edit of own.edits()) {
        const { path } = edit;
        const kept = texts.get(path);
        const alone = [...edits.values()].filter(other => other.paths().has(path)).length === 1;
        const best = kept !== undefined && alone && !touched.has(path) && kept.request === request;
        this.#emitEdit(request, at, best ? this.#between(kept) : edit);
        pending.add(edit);
      }
    }
    // A request whose response shows no edit at all may have made them all the same.
    for (const { path, request, ...kept } of texts.values()) {
      const own = request === null ? undefined : edits.get(request);
      const told = [...edits.values()].some(other => other.paths().has(path));
      if (own === undefined || request === null || told || touched.has(path)) continue;
      this.#emitEdit(request, times.get(request) ?? 0, this.#between({ path, ...kept }));
    }
  }

  #between({ path, before, after }: { path: string; before: string | null; after: string }) {
    const { packer } = this.#context;
    return before === null
      ? { path, lines: packer.created(path, after), baseline: 'created' as const }
      : { path, lines: packer.replaced(path, before, after), baseline: 'patch' as const };
  }

  #emitEdit(request: string, at: Instant, edit: FileEdit): void {
    this.#teller.edits(this.#id, at, [{ ...edit, key: `${request}|${edit.path}` }]);
  }
}

function isCopilots({ agent, modelId }: Request): boolean {
  const id = filledString(record(agent).id) ?? '';
  return !OTHERS.test(id) && !OTHERS.test(filledString(modelId)?.split('/')[0] ?? '');
}

/** `copilot/claude-sonnet-4.6` */
function modelOf(id: unknown): string | null {
  return filledString(filledString(id)?.replace(/^copilot\//, ''));
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(/\.jsonl?$/, '');
}
