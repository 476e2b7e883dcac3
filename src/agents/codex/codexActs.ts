import type { ActKind, ActRecord } from '../../model/records.ts';
import type { LineContext } from '../agent.ts';
import { jsonAt, RepeatedText, textAt } from '../json/jsonFields.ts';
import { parsed, record } from '../json/looseJson.ts';
import { weightiest } from '../shell/shellCommand.ts';
import { linksIn, outputText, Prints, printedBy } from '../shell/shellLinks.ts';
import { NOTHING } from '../shell/shellWrites.ts';
import { absolutePath } from '../tools/filePath.ts';
import { PendingCalls } from '../tools/pendingCalls.ts';
import { editsOfChanges, editsOfPatch, type KeyedEdit } from './codexChanges.ts';
import { kindOfArguments, kindOfAsked, kindOfProgram } from './codexCommands.ts';
import { parsePatch } from './codexPatch.ts';
import { ItemType, type Payload, PayloadType } from './codexPayload.ts';
import type { CodexThread } from './codexThread.ts';
import { kindOfTool, outputStart, type PendingCall, saysPatched, succeeded } from './codexTools.ts';
import { CodexWrites } from './codexWrites.ts';

const AGENT = 'codex';
/** From this version on every applied patch has a record of its own, under an id that may be another. */
const ALWAYS_RECORDED = 130;
const PATCH = Buffer.from('*** Begin Patch');

export interface CodexActsState {
  readonly pending: readonly (readonly [string, PendingCall])[];
  /** Whether the log has told an applied patch: then no call is read for one. */
  readonly tellsPatches: boolean;
}

/** Where and when a line stands. */
export interface Moment {
  readonly at: number;
  readonly cwd: string | null;
  readonly offset: number;
  readonly lineStart: number;
}

/** Prompts, tool calls, edits and links of a rollout. */
export class CodexActs {
  readonly #context: LineContext;
  readonly #thread: CodexThread;
  readonly #pending: PendingCalls<PendingCall>;
  readonly #tools = new RepeatedText();
  #tellsPatches: boolean;
  /** Edits by patch text, kept for a log that cannot be read again in the middle. */
  readonly #patched = new Map<string, KeyedEdit[]>();
  readonly #writes: CodexWrites;

  constructor(context: LineContext, thread: CodexThread, state: CodexActsState | null) {
    this.#context = context;
    this.#thread = thread;
    this.#pending = new PendingCalls(state?.pending ?? []);
    this.#writes = new CodexWrites(context);
    this.#tellsPatches = state?.tellsPatches ?? false;
  }

  item(payload: Payload, buffer: Buffer, end: number, moment: Moment): void {
    switch (payload.type) {
      case PayloadType.functionCall:
      case PayloadType.customCall:
      case PayloadType.localShell:
        this.#asked(payload, buffer, end, moment);
        break;
      case PayloadType.functionOutput:
      case PayloadType.customOutput:
        this.#answered(payload, buffer, end, moment);
        break;
      case PayloadType.webSearch:
        this.#searched(payload, buffer, end, moment);
        break;
      case PayloadType.userMessage:
        this.#message(payload, buffer, end, moment);
        break;
      case PayloadType.patchApplied:
        this.#changes(jsonAt(buffer, payload.start, end), 'call_id', moment);
        break;
      case PayloadType.itemCompleted:
        if (payload.itemType === ItemType.fileChange) {
          this.#changes(jsonAt(buffer, payload.item, end), 'id', moment);
        } else if (payload.itemType === ItemType.commandExecution) {
          if (this.#pending.entries().some(([, { ran }]) => ran !== null)) {
            this.#ran(jsonAt(buffer, payload.item, end));
          }
        } else this.#userItem(payload, buffer, end, moment);
        break;
    }
  }

  finish(): void {
    for (const [id, call] of this.#pending.entries()) this.#act(id, call, null, null);
  }

  state(): CodexActsState {
    return { pending: this.#pending.entries(), tellsPatches: this.#tellsPatches };
  }

  #asked(payload: Payload, buffer: Buffer, end: number, moment: Moment): void {
    const id = textAt(buffer, payload.callId, end) ?? textAt(buffer, payload.id, end);
    const local = payload.type === PayloadType.localShell;
    const tool = local ? 'local_shell' : this.#tools.at(buffer, payload.name, end);
    if (id === null || tool === null) {
      this.#context.skip('newer format');
      return;
    }
    const { args, argsEnd } = payload;
    const bytes = args < 0 ? Buffer.alloc(0) : buffer.subarray(args, argsEnd);
    const told = this.#kindOf(tool, buffer, args, end);
    const act = told === 'unknown' ? 'shell' : told;
    const runs = kindOfTool(tool) === 'shell';
    const mayPatch = tool !== 'exec' && (act === 'edit' || runs) && bytes.includes(PATCH);
    const place = { offset: moment.offset + args - moment.lineStart, length: argsEnd - args };
    const { files, only } = runs ? this.#writes.asked(id, buffer, args, argsEnd, moment.cwd) : NOTHING;
    const call: PendingCall = {
      act: only ? 'edit' : act,
      ran: told === 'unknown' ? 'unknown' : null,
      at: moment.at,
      target: this.#target(tool, buffer, payload, end, moment.cwd),
      argsDigest: this.#context.packer.digest(bytes),
      prints: runs ? printedBy(bytes.toString('latin1')) : Prints.nothing,
      patch: mayPatch ? { ...place, direct: act === 'edit' } : null,
      writes: files.length > 0 ? place : null,
      cwd: moment.cwd,
    };
    this.#pending.add(id, call);
    if (this.#context.file.compression !== 'zstd') return;
    if (mayPatch) this.#patched.set(id, this.#editsOf(id, jsonAt(buffer, args, end), call.cwd));
  }

  #kindOf(tool: string, buffer: Buffer, args: number, end: number): ActKind | 'unknown' {
    const kind = kindOfTool(tool);
    if (kind !== 'shell') return kind;
    const value = jsonAt(buffer, args, end);
    if (tool === 'exec') return typeof value === 'string' ? kindOfProgram(value) : 'unknown';
    return kindOfArguments(typeof value === 'string' ? parsed(value) : value);
  }

  /** A command that a program of the tool `exec` ran, as it was run. */
  #ran(item: unknown): void {
    const { id, command } = record(item);
    // A command that the model asked for itself has its call's id.
    if (typeof id !== 'string' || this.#pending.get(id) !== undefined) return;
    const act = kindOfAsked(command);
    for (const [asked, call] of this.#pending.entries()) {
      if (call.ran === null) continue;
      const ran = call.ran === 'unknown' ? act : weightiest([call.ran, act]);
      this.#pending.add(asked, { ...call, ran });
    }
  }

  #target(tool: string, buffer: Buffer, payload: Payload, end: number, cwd: string | null): string | null {
    if (tool !== 'view_image' && tool !== 'read_file' && tool !== 'list_dir') return null;
    const { path, file_path, dir_path } = record(parsed(textAt(buffer, payload.args, end) ?? ''));
    const target = path ?? file_path ?? dir_path;
    return typeof target === 'string' ? absolutePath(target, cwd) : null;
  }

  #answered(payload: Payload, buffer: Buffer, end: number, moment: Moment): void {
    const id = textAt(buffer, payload.callId, end);
    const call = id === null ? undefined : this.#pending.take(id);
    if (id === null || call === undefined || payload.output < 0) return;
    const { output, outputEnd } = payload;
    const ok = succeeded(buffer, output, outputEnd);
    const from = outputStart(buffer, output, outputEnd);
    const act = call.ran === null || call.ran === 'unknown' ? call.act : call.ran;
    this.#act(id, { ...call, act }, this.#context.packer.digest(buffer.subarray(from, outputEnd)), ok);
    if (call.prints !== Prints.nothing) {
      for (const { link, target } of linksIn(outputText(buffer, output, outputEnd), call.prints)) {
        const session = this.#thread.state.id;
        this.#context.emit({ kind: 'link', agent: AGENT, session, at: moment.at, link, target });
      }
    }
    if (call.writes && ok) this.#emitEdits(this.#writes.done(id, call.writes, call.cwd), moment.at);
    if (call.patch === null || !ok || this.#isRecorded(call.patch.direct)) return;
    if (call.patch.direct && !saysPatched(buffer, output, outputEnd)) return;
    const input = this.#patched.has(id) ? null : this.#context.reread(call.patch.offset, call.patch.length);
    const edits =
      input === null
        ? (this.#patched.get(id) ?? [])
        : this.#editsOf(id, jsonAt(input, 0, input.length), call.cwd);
    this.#patched.delete(id);
    this.#emitEdits(edits, moment.at);
  }

  /**
   * Whether the log tells applied patches itself. A direct call and its record share one id, so that both are one
   * edit; a patch in a shell command may be recorded under another id.
   */
  #isRecorded(direct: boolean): boolean {
    if (this.#tellsPatches) return true;
    return !direct && minorVersion(this.#thread.state.cliVersion) >= ALWAYS_RECORDED;
  }

  /** @param args the patch itself, or an object that holds it, or a command with it */
  #editsOf(id: string, args: unknown, cwd: string | null): KeyedEdit[] {
    const value = typeof args === 'string' && !args.startsWith('*** ') ? (parsed(args) ?? args) : args;
    const { workdir } = record(value);
    const folder = typeof workdir === 'string' ? (absolutePath(workdir, cwd) ?? cwd) : cwd;
    const patch = textsIn(value).find(text => text.includes('*** Begin Patch')) ?? '';
    return editsOfPatch(id, parsePatch(patch), folder, this.#context.packer);
  }

  #changes(event: unknown, idKey: string, moment: Moment): void {
    const { [idKey]: id, changes, success, status } = record(event);
    this.#tellsPatches = true;
    if (success === false || status === 'failed' || status === 'declined' || status === 'in_progress') return;
    if (typeof id !== 'string' || typeof changes !== 'object' || changes === null) {
      this.#context.skip('newer format');
      return;
    }
    const edits = editsOfChanges(id, record(changes), moment.cwd, this.#context.packer);
    if (edits.length === 0 && Object.keys(changes).length > 0) this.#context.skip('newer format');
    this.#emitEdits(edits, moment.at);
  }

  #emitEdits(edits: readonly KeyedEdit[], at: number): void {
    const session = this.#thread.state.id;
    for (const edit of edits) this.#context.emit({ kind: 'edit', agent: AGENT, session, at, ...edit });
  }

  #searched(payload: Payload, buffer: Buffer, end: number, { at }: Moment): void {
    const id = textAt(buffer, payload.id, end) ?? `${this.#thread.state.id}|web|${at}`;
    const bytes = payload.args < 0 ? Buffer.alloc(0) : buffer.subarray(payload.args, payload.argsEnd);
    const argsDigest = this.#context.packer.digest(bytes);
    this.#emitAct({ key: id, at, act: 'web', argsDigest, ok: true });
  }

  #message(payload: Payload, buffer: Buffer, end: number, { at }: Moment): void {
    const kind = textAt(buffer, payload.kind, end) ?? 'plain';
    if (kind !== 'plain' || payload.message < 0) return;
    this.#prompt(
      `${this.#thread.state.id}|prompt|${at}`,
      at,
      buffer.subarray(payload.message, payload.messageEnd),
    );
  }

  #userItem(payload: Payload, buffer: Buffer, end: number, { at }: Moment): void {
    const { id, content } = record(jsonAt(buffer, payload.item, end));
    if (typeof id === 'string') this.#prompt(id, at, Buffer.from(JSON.stringify(content) ?? ''));
  }

  #prompt(key: string, at: number, bytes: Buffer): void {
    // What another agent says to this one is its spawning, which has an act of its own.
    if (!this.#thread.isMain) return;
    const { source } = this.#thread.state;
    const human = source === 'cli' || source === 'vscode' ? true : source === 'exec' ? false : null;
    this.#emitAct({ key, at, act: 'prompt', human, argsDigest: this.#context.packer.digest(bytes) });
  }

  #act(key: string, call: PendingCall, resultDigest: number | null, ok: boolean | null): void {
    const { act, at, target, argsDigest } = call;
    this.#emitAct({ key, act, at, target, argsDigest, resultDigest, ok });
  }

  #emitAct(known: { key: string; at: number; act: ActKind } & Partial<ActRecord>): void {
    this.#context.emit({
      kind: 'act',
      agent: AGENT,
      session: this.#thread.state.id,
      human: null,
      target: null,
      argsDigest: null,
      resultDigest: null,
      ok: null,
      ...known,
    });
  }
}

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** `0.122.0-alpha.1` → 122, `1.2.0` → 1002; 0 where it is not told. */
function minorVersion(version: string | null): number {
  const parts = /^(\d+)\.(\d+)/.exec(version ?? '');
  return parts === null ? 0 : Number(parts[1]) * 1000 + Number(parts[2]);
}
