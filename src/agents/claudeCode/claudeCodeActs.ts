import type { ActRecord, AgentId, LinkRecord } from '../../model/records.ts';
import type { LineContext } from '../agent.ts';
import { jsonAt, RepeatedText, textAt } from '../json/jsonFields.ts';
import { keyOf, ObjectWalk } from '../json/jsonWalk.ts';
import { record } from '../json/looseJson.ts';
import { kindOfCommand } from '../shell/shellCommand.ts';
import { linksIn, outputText, Prints, printedBy, trailersIn } from '../shell/shellLinks.ts';
import { editsOfWrites, writtenBy } from '../shell/shellWrites.ts';
import { callKey } from '../tools/callKey.ts';
import { absolutePath } from '../tools/filePath.ts';
import { PendingCalls } from '../tools/pendingCalls.ts';
import { type Block, BlockKind } from './claudeCodeBlock.ts';
import { EditReader } from './claudeCodeEdits.ts';
import type { Line, ResultReader } from './claudeCodeLine.ts';
import { isPrompt, sentByPerson } from './claudeCodePrompts.ts';
import { kindOfTool, type PendingCall } from './claudeCodeTools.ts';

const FILE_PATH = keyOf('file_path');
const NOTEBOOK_PATH = keyOf('notebook_path');
const PATH = keyOf('path');
const COMMAND = keyOf('command');
const CREATED = 'File created';

/** Where and when a line stands; one object, set anew for each line. */
export class Moment {
  session = '';
  at = 0;
  cwd: string | null = null;
  /** In the buffer. */
  start = 0;
  /** In the file. */
  offset = 0;

  /** Names a line that has no id of its own. */
  place(): string {
    return `${this.session}@${this.offset}`;
  }
}

/** Prompts, tool calls, edits and links of a transcript. */
export class ClaudeCodeActs implements ResultReader {
  readonly #agent: AgentId;
  readonly #context: LineContext;
  readonly #moment: Moment;
  readonly #pending: PendingCalls<PendingCall>;
  readonly #edits: EditReader;
  readonly #input = new ObjectWalk();
  readonly #tools = new RepeatedText();
  readonly #ids = new RepeatedText();

  constructor(
    agent: AgentId,
    context: LineContext,
    moment: Moment,
    pending: readonly (readonly [string, PendingCall])[],
  ) {
    this.#agent = agent;
    this.#context = context;
    this.#moment = moment;
    this.#pending = new PendingCalls(pending);
    this.#edits = new EditReader(context.packer);
  }

  /** Calls whose result is still to come are told as they are. */
  finish(): void {
    for (const [id, call] of this.#pending.entries()) this.#act(call.key ?? id, call, null, null);
  }

  pending(): [string, PendingCall][] {
    return this.#pending.entries();
  }

  /** The results of tools that do not edit are told by the message alone. */
  needsResult(line: Line, buffer: Buffer, end: number): boolean {
    for (let i = 0; i < line.blockCount; i++) {
      const id = this.#ids.at(buffer, line.blocks[i]!.toolUseId, end);
      const call = id === null ? undefined : this.#pending.get(id);
      if (call === undefined || call.act === 'edit') return true;
    }
    return line.blockCount === 0;
  }

  readResult(buffer: Buffer, start: number, end: number): number {
    return this.#edits.scan(buffer, start, end);
  }

  /**
   * A tool is called.
   * @param message that calls it; `null` where it has no id
   */
  asked(buffer: Buffer, end: number, block: Block, message: string | null): void {
    const id = textAt(buffer, block.id, end);
    const tool = this.#tools.at(buffer, block.name, end);
    if (id === null || tool === null || block.input < 0) {
      this.#context.skip('newer format');
      return;
    }
    let target: string | null = null;
    let prints: number = Prints.nothing;
    let writes = false;
    const kind = kindOfTool(tool);
    let act = kind;
    const input = this.#input;
    input.open(buffer, block.input, end);
    while (input.next()) {
      if (input.key === FILE_PATH || input.key === NOTEBOOK_PATH || input.key === PATH) {
        target = absolutePath(textAt(buffer, input.value, end) ?? '', this.#moment.cwd);
        // An edit's texts come after its path and can be long.
        if (kind === 'edit') break;
      } else if (input.key === COMMAND && kind === 'shell') {
        const command = textAt(buffer, input.value, end) ?? '';
        const { files, only } = writtenBy(command, this.#moment.cwd);
        writes = files.length > 0;
        act = only ? 'edit' : kindOfCommand(command);
        prints = printedBy(command);
        for (const link of trailersIn(command)) this.link(link.link, link.target);
      }
    }
    const key = callKey(id, message ?? this.#moment.place());
    this.#pending.add(id, {
      ...(key === id ? {} : { key }),
      tool,
      act,
      session: this.#moment.session,
      at: this.#moment.at,
      target,
      argsDigest: this.#context.packer.digest(buffer.subarray(block.input, block.inputEnd)),
      offset: this.#moment.offset + block.input - this.#moment.start,
      length: block.inputEnd - block.input,
      cwd: this.#moment.cwd,
      writes,
      prints,
    });
  }

  /** A line in the role of the user: results of tools, or a prompt. */
  user(line: Line, buffer: Buffer, end: number): void {
    let results = 0;
    for (let i = 0; i < line.blockCount; i++) if (line.blocks[i]!.kind === BlockKind.toolResult) results++;
    if (results === 0) {
      this.#prompt(line, buffer, end);
      return;
    }
    for (let i = 0; i < line.blockCount; i++) {
      const block = line.blocks[i]!;
      if (block.kind === BlockKind.toolResult)
        this.#answered(buffer, end, block, results === 1 ? line.toolUseResult : -1, line.denied);
    }
  }

  /** @param result position of the result's own object, where the line has one and it is this block's */
  #answered(buffer: Buffer, end: number, block: Block, result: number, denied: boolean): void {
    const id = textAt(buffer, block.toolUseId, end);
    if (id === null) return;
    const call = this.#pending.take(id);
    const key = call?.key ?? id;
    const ok = !block.isError && !denied && !(result >= 0 && buffer[result] === 34);
    if (call !== undefined) {
      const digest =
        block.content < 0
          ? null
          : this.#context.packer.digest(buffer.subarray(block.content, block.contentEnd));
      this.#act(key, call, digest, ok);
      if (call.prints !== Prints.nothing && block.content >= 0) {
        const output = outputText(buffer, block.content, block.contentEnd);
        for (const { link, target } of linksIn(output, call.prints)) this.link(link, target);
      }
    }
    if (ok && call?.writes) this.#written(key, call);
    const mayEdit = call === undefined ? result >= 0 : call.act === 'edit' && !call.writes;
    if (ok && mayEdit) this.#edit(buffer, end, block, key, call, result);
  }

  #edit(
    buffer: Buffer,
    end: number,
    block: Block,
    key: string,
    call: PendingCall | undefined,
    result: number,
  ): void {
    // A result whose call was not seen is an edit only where it holds a patch.
    const tells = result >= 0 && buffer[result] === 123 && (call !== undefined || this.#edits.tellsPatch);
    let edit = tells ? this.#edits.fromResult(buffer, end, call?.cwd ?? this.#moment.cwd) : null;
    if (edit === null && call !== undefined) {
      const head = block.content < 0 ? Buffer.alloc(0) : buffer.subarray(block.content, block.contentEnd);
      const created =
        head.subarray(0, 200).includes(CREATED) || head.subarray(0, 200).includes('"File created');
      const input = this.#context.reread(call.offset, call.length);
      if (input !== null) {
        edit = this.#edits.fromInput(call.tool, jsonAt(input, 0, input.length), created, call.cwd);
      }
    }
    if (edit === null) {
      if (call !== undefined) this.#context.skip('newer format');
      return;
    }
    const { path, lines, baseline } = edit;
    const session = call?.session ?? this.#moment.session;
    // The moment of the result: that is when the file changed.
    this.#context.emit({
      kind: 'edit',
      agent: this.#agent,
      key,
      session,
      at: this.#moment.at,
      path,
      lines,
      baseline,
    });
  }

  #written(key: string, call: PendingCall): void {
    const input = this.#context.reread(call.offset, call.length);
    const { command } = record(input === null ? null : jsonAt(input, 0, input.length));
    if (typeof command !== 'string') return;
    const { files } = writtenBy(command, call.cwd);
    for (const edit of editsOfWrites(key, files, this.#context.packer)) {
      this.#context.emit({
        kind: 'edit',
        agent: this.#agent,
        session: call.session,
        at: this.#moment.at,
        ...edit,
      });
    }
  }

  #prompt(line: Line, buffer: Buffer, end: number): void {
    if (line.isMeta || line.isSidechain || line.content < 0) return;
    const head = promptHead(line, buffer, end);
    if (head === null || !isPrompt(head)) return;
    const key = textAt(buffer, line.uuid, end) ?? this.#moment.place();
    this.#context.emit({
      kind: 'act',
      agent: this.#agent,
      key,
      session: this.#moment.session,
      at: this.#moment.at,
      act: 'prompt',
      human: sentByPerson(textAt(buffer, line.turnOrigin, end), textAt(buffer, line.promptSource, end), head),
      target: null,
      argsDigest: this.#context.packer.digest(buffer.subarray(line.content, line.contentEnd)),
      resultDigest: null,
      ok: null,
    });
  }

  link(link: LinkRecord['link'], target: string): void {
    this.#context.emit({
      kind: 'link',
      agent: this.#agent,
      session: this.#moment.session,
      at: this.#moment.at,
      link,
      target,
    });
  }

  #act(key: string, call: PendingCall, resultDigest: number | null, ok: boolean | null): void {
    const act: ActRecord = {
      kind: 'act',
      agent: this.#agent,
      key,
      session: call.session,
      at: call.at,
      act: call.act,
      human: null,
      target: call.target,
      argsDigest: call.argsDigest,
      resultDigest,
      ok,
    };
    this.#context.emit(act);
  }
}

/** The first letters of a prompt; `null` where it has no words and no picture. */
function promptHead(line: Line, buffer: Buffer, end: number): string | null {
  if (buffer[line.content] === 34) return buffer.toString('latin1', line.content + 1, line.content + 121);
  if (line.blockCount === 0) return null;
  const content = jsonAt(buffer, line.content, end);
  if (!Array.isArray(content)) return null;
  const first = content.find(block => block?.type === 'text') as { text?: unknown } | undefined;
  return typeof first?.text === 'string' ? first.text.slice(0, 120) : '';
}
