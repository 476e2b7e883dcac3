import { basename } from 'node:path';
import type { Agent, AgentEnvironment, LineContext, LogReader, ReaderState } from './agent.ts';
import { objectOn } from './json/jsonLine.ts';
import { instantOf } from './json/logTime.ts';
import { filledString, parsed, record } from './json/looseJson.ts';
import { count } from './json/tokenCounts.ts';
import { textsOf } from './shell/shellLinks.ts';
import { joinFor } from './stores/dataFolders.ts';
import { callKey } from './tools/callKey.ts';
import { nameOf, type Totals, usedSince } from './tools/cumulativeUse.ts';
import { resumeBy, UUID } from './tools/resumeBy.ts';
import { SessionSpan, type SpanState } from './tools/sessionSpan.ts';
import { shortTitle } from './tools/shortTitle.ts';
import { Teller } from './tools/teller.ts';
import { eachObject } from './tools/titleLines.ts';
import { type PendingTool, ToolActs } from './tools/toolActs.ts';

const AGENT = 'droid';
const SETTINGS = '.settings.json';

/** Factory's Droid: what was done is in a log, what was used only as one sum of the session in a file beside it. */
export const droid: Agent = {
  id: AGENT,
  // Whether its output includes what was thought is not known.
  quality: 'lower bound',
  stores: [
    {
      form: 'lines',
      roots,
      isLog: path => path.endsWith('.jsonl'),
      copyKey: nameOfLog,
      open: (context, state) => new DroidReader(context, state),
    },
    {
      form: 'document',
      roots,
      isLog: path => path.endsWith(SETTINGS),
      copyKey: nameOfLog,
      read(context, bytes, state) {
        const value = parsed(bytes.toString('utf8'));
        if (value === undefined) return null;
        const { tokenUsage, model } = record(value);
        if (tokenUsage === undefined) return state ?? {};
        const { totals: before = null } = record(state) as { totals?: Totals | null };
        const totals = totalsOf(record(tokenUsage));
        const used = usedSince(before, totals);
        const session = basename(context.file.path, SETTINGS);
        if (used !== null) {
          new Teller(AGENT, context).call({
            key: `${session}|${nameOf(totals)}`,
            session,
            at: Math.round(context.file.mtimeMs),
            model: modelOf(filledString(model)),
            tokens: used.tokens,
            quality: 'lower bound',
          });
        }
        return { totals };
      },
    },
  ],
  title: async log => {
    let title: string | null = null;
    await eachObject(log, /"session_start"/, ({ title: told, sessionTitle }) => {
      title = filledString(told) ?? filledString(sessionTitle) ?? title;
    });
    return shortTitle(title);
  },
  resume: resumeBy(AGENT, UUID, id => ['--resume', id]),
};

/** It is named after its session, and moves with the folder of its project. */
function nameOfLog(path: string): string {
  return basename(path);
}

function roots(environment: AgentEnvironment): string[] {
  const { home, variables } = environment;
  const join = joinFor(environment);
  if (variables.DROID_SESSIONS_DIR) return [variables.DROID_SESSIONS_DIR];
  return [join(variables.FACTORY_DIR || join(home, '.factory'), 'sessions')];
}

function totalsOf(usage: Record<string, unknown>): Totals {
  return {
    tokens: {
      input: count(usage.inputTokens),
      cacheRead: count(usage.cacheReadTokens),
      cacheWrite5m: count(usage.cacheCreationTokens),
      cacheWrite1h: null,
      output: count(usage.outputTokens),
      reasoning: count(usage.thinkingTokens),
    },
    cost: null,
  };
}

/** A model of the person's own is named `custom:NAME-[PROVIDER]-0`, with a number for each of them. */
function modelOf(name: string | null): string | null {
  if (name === null || !name.startsWith('custom:')) return name;
  return filledString(
    name
      .slice('custom:'.length)
      .replace(/-?\[[^\]]*\]/g, '')
      .replace(/-\d+$/, ''),
  );
}

interface State {
  readonly span: SpanState;
  readonly pending: [string, PendingTool][];
}

class DroidReader implements LogReader {
  readonly #context: LineContext;
  readonly #teller: Teller;
  readonly #session: string;
  readonly #span: SessionSpan;
  readonly #tools: ToolActs;
  #cwd: string | null;

  constructor(context: LineContext, state: ReaderState | null) {
    const known = state as State | null;
    this.#context = context;
    this.#session = basename(context.file.path, '.jsonl');
    this.#span = new SessionSpan(AGENT, context.file.path, known?.span ?? { id: this.#session });
    this.#cwd = known?.span.cwd ?? null;
    this.#teller = new Teller(AGENT, context);
    this.#tools = new ToolActs(AGENT, context, known?.pending, (id, { offset, length }) =>
      inputIn(context.reread(offset, length), id),
    );
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const value = objectOn(buffer, start, end, this.#context.skip);
    if (value === null) return;
    const { type, id, cwd, timestamp } = value;
    if (type === 'session_start') {
      this.#cwd = filledString(cwd) ?? this.#cwd;
      this.#span.learn({ cwd: this.#cwd });
      return;
    }
    if (typeof type !== 'string') this.#context.skip('newer format');
    if (type !== 'message') return;
    const at = instantOf(timestamp) ?? Math.round(this.#context.file.mtimeMs);
    this.#span.see(at, this.#context.emit);
    const { role, content } = record(value.message);
    const blocks = Array.isArray(content) ? content.map(record) : [];
    const results = blocks.filter(block => block.type === 'tool_result');
    for (const block of blocks) {
      const called = filledString(block.id);
      if (block.type !== 'tool_use' || called === null) continue;
      this.#tools.asked({
        id: callKey(called, filledString(id) ?? `${this.#session}@${offset}`),
        tool: filledString(block.name) ?? '',
        input: block.input,
        session: this.#session,
        at,
        cwd: this.#cwd,
        place: { offset, length: end - start },
      });
    }
    for (const block of results) {
      const answered = filledString(block.tool_use_id);
      if (answered === null) continue;
      const ok = block.is_error !== true && record(parsed(textsOf(block.content))).success !== false;
      const key = this.#tools.openKey(answered) ?? answered;
      this.#tools.answered(key, { at, ok, output: block.content });
    }
    if (role === 'user' && results.length === 0)
      this.#teller.prompt(filledString(id) ?? `${this.#session}@${offset}`, this.#session, at, content);
  }

  finish(): ReaderState {
    this.#tools.finish();
    this.#span.finish(this.#context.emit);
    return { span: this.#span.state(), pending: this.#tools.state() } satisfies State;
  }
}

/** Of a call that an earlier read saw; its key ends in its id. */
function inputIn(line: Buffer | null, key: string): unknown {
  const { content } = record(record(parsed(line?.toString('utf8') ?? '')).message);
  if (!Array.isArray(content)) return undefined;
  return content.map(record).find(({ id }) => key === id || key.endsWith(`|${id}`))?.input;
}
