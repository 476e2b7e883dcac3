import type { AgentId, EditRecord, Instant } from '../../model/records.ts';
import type { ReadContext } from '../agent.ts';
import { editsOfPatch, type KeyedEdit } from '../codex/codexChanges.ts';
import { parsePatch, parseUnifiedDiff } from '../codex/codexPatch.ts';
import { filledString, parsed, record, string } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';
import { searchReplaceBlocks } from '../tools/searchReplace.ts';
import { Teller } from '../tools/teller.ts';
import { ToolActs } from '../tools/toolActs.ts';
import { kindOfTool } from '../tools/toolKinds.ts';

const DENIED = /(?:denied|rejected) (?:this|the) operation|"userRejected":true/i;
const FAILED = ['diff_error', 'error', 'clineignore_error', 'rooignore_error'];

/** Uses of tools in a task, of which its page shows what was asked and, in what came next, how it went. */
export class ClineTaskTools {
  readonly #agent: AgentId;
  readonly #context: ReadContext;
  readonly #teller: Teller;
  readonly #task: string;
  readonly #cwd: string | null;
  /** Digests of what was done since the last request: the same may be asked for and then said. */
  #done = new Set<number | null>();

  constructor(agent: AgentId, context: ReadContext, task: string, cwd: string | null) {
    this.#agent = agent;
    this.#context = context;
    this.#teller = new Teller(agent, context);
    this.#task = task;
    this.#cwd = cwd;
  }

  /** A request begins: what it asks for is not what the one before asked for. */
  begin(): void {
    this.#done = new Set();
  }

  /** @param n place of the message among all */
  message(key: string, at: Instant, messages: readonly Record<string, unknown>[], n: number): void {
    const message = messages[n]!;
    const kind = filledString(message.ask) ?? filledString(message.say);
    const text = string(message.text);
    if (message.partial === true || text === null || (kind !== 'tool' && kind !== 'command')) return;
    const digest = this.#teller.digest(text);
    if (this.#done.has(digest)) return;
    this.#done.add(digest);
    // What is said needs nobody's leave.
    const ok = outcomeOf(messages, n) ?? (message.type === 'say' ? true : null);
    if (kind === 'command') this.#command(key, at, text, ok, messages, n);
    else this.#tool(key, at, record(parsed(text)), ok);
  }

  #command(
    key: string,
    at: Instant,
    command: string,
    ok: boolean | null,
    messages: readonly Record<string, unknown>[],
    n: number,
  ): void {
    const acts = new ToolActs(this.#agent, this.#context);
    acts.asked({
      id: key,
      tool: 'execute_command',
      input: { command },
      session: this.#task,
      at,
      cwd: this.#cwd,
    });
    const output: string[] = [];
    for (const { say, ask, text } of messages.slice(n + 1)) {
      if (say === 'api_req_started') break;
      if (say === 'command_output' || ask === 'command_output') output.push(string(text) ?? '');
    }
    if (ok === null) acts.finish();
    else acts.answered(key, { at, ok, output: output.join('\n') });
  }

  #tool(key: string, at: Instant, tool: Record<string, unknown>, ok: boolean | null): void {
    const name = filledString(tool.tool);
    if (name === null) {
      this.#context.skip('newer format');
      return;
    }
    const act = kindOfTool(name);
    const path = filledString(tool.path);
    const target = path === null ? null : absolutePath(path, this.#cwd);
    const argsDigest = this.#teller.digest(tool);
    this.#teller.act({ key, session: this.#task, at, act, target, argsDigest, ok });
    if (act !== 'edit' || ok !== true) return;
    const edits = Array.isArray(tool.batchDiffs)
      ? tool.batchDiffs.map(record).flatMap(each => this.#editsOf(filledString(each.path), name, each))
      : this.#editsOf(path, name, tool);
    const keyed = edits.map((edit, n) => ({ ...edit, key: edits.length === 1 ? key : `${key}#${n}` }));
    this.#teller.edits(this.#task, at, keyed);
  }

  #editsOf(named: string | null, name: string, told: Record<string, unknown>): Omit<KeyedEdit, 'key'>[] {
    const { packer } = this.#context;
    const path = named === null ? null : absolutePath(named, this.#cwd);
    const text = string(told.diff) ?? string(told.content) ?? '';
    if (text.includes('*** Begin Patch')) return editsOfPatch('', parsePatch(text), this.#cwd, packer);
    if (path === null) return [];
    if (Array.isArray(told.diffs)) {
      return told.diffs.flatMap(each => this.#editsOf(path, name, { diff: record(each).content }));
    }
    return [{ path, ...this.#linesOf(path, name, text) }];
  }

  #linesOf(path: string, name: string, text: string): Pick<EditRecord, 'lines' | 'baseline'> {
    const { packer } = this.#context;
    if (name === 'fileDeleted') return { lines: packer.deleted(path, null), baseline: 'deleted' };
    const isNew = name === 'newFileCreated';
    const blocks = searchReplaceBlocks(text);
    const diff = /^@@/m.test(text) ? parseUnifiedDiff(text) : null;
    if (diff !== null)
      return { lines: packer.patch(path, diff.added, diff.removed), baseline: isNew ? 'created' : 'patch' };
    if (blocks.length > 0) {
      const whole = (side: 'before' | 'after') => blocks.map(block => block[side]).join('');
      return { lines: packer.replaced(path, whole('before'), whole('after')), baseline: 'patch' };
    }
    if (isNew) return { lines: packer.created(path, text), baseline: 'created' };
    return { lines: packer.overwritten(path, text), baseline: 'unknown' };
  }
}

/** How it went with what was asked for: `null` as long as nothing came after it. */
function outcomeOf(messages: readonly Record<string, unknown>[], n: number): boolean | null {
  if (DENIED.test(string(messages[n]?.text)?.slice(0, 400) ?? '') || messages[n]?.userRejected === true)
    return false;
  for (const next of messages.slice(n + 1)) {
    if (FAILED.includes(filledString(next.say) ?? '')) return false;
    if (next.say === 'user_feedback' && DENIED.test(string(next.text) ?? '')) return false;
    if (next.say !== 'api_req_started') continue;
    // What the next request tells the model is what came of the last.
    return !DENIED.test(string(next.text) ?? '');
  }
  return n + 1 < messages.length ? true : null;
}
