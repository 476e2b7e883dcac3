import { keyOf, ObjectWalk, stringKey } from '../json/jsonWalk.ts';

/** Types of payload that matter, within `event_msg` and `response_item`. */
export const PayloadType = {
  tokenCount: keyOf('token_count'),
  taskStarted: keyOf('task_started'),
  settings: keyOf('thread_settings_applied'),
  userMessage: keyOf('user_message'),
  itemCompleted: keyOf('item_completed'),
  patchApplied: keyOf('patch_apply_end'),
  functionCall: keyOf('function_call'),
  functionOutput: keyOf('function_call_output'),
  customCall: keyOf('custom_tool_call'),
  customOutput: keyOf('custom_tool_call_output'),
  localShell: keyOf('local_shell_call'),
  webSearch: keyOf('web_search_call'),
} as const;

/** Types of item that matter, within `item_completed`. */
export const ItemType = {
  fileChange: keyOf('FileChange'),
  userMessage: keyOf('UserMessage'),
  commandExecution: keyOf('CommandExecution'),
} as const;
const WHOLE_ITEMS = new Set<number>([ItemType.fileChange, ItemType.userMessage]);

const MATTERS = new Set<number>(Object.values(PayloadType));
const KEY = {
  type: keyOf('type'),
  id: keyOf('id'),
  callId: keyOf('call_id'),
  name: keyOf('name'),
  arguments: keyOf('arguments'),
  input: keyOf('input'),
  action: keyOf('action'),
  output: keyOf('output'),
  info: keyOf('info'),
  model: keyOf('model'),
  total: keyOf('total_token_usage'),
  last: keyOf('last_token_usage'),
  item: keyOf('item'),
  message: keyOf('message'),
  kind: keyOf('kind'),
  threadId: keyOf('thread_id'),
} as const;

export const ENOUGH = -1;
export const BROKEN = -2;

/** The parts of one payload, as positions of JSON values in the line's bytes, -1 where absent. Reused. */
export class Payload {
  start = -1;
  type = 0;
  id = -1;
  callId = -1;
  name = -1;
  /** What the tool was called with. */
  args = -1;
  argsEnd = -1;
  output = -1;
  outputEnd = -1;
  /** Parts of `info`, where it is an object. */
  hasInfo = false;
  model = -1;
  total = -1;
  last = -1;
  item = -1;
  itemType = 0;
  message = -1;
  messageEnd = -1;
  kind = -1;
  threadId = -1;
  readonly #walk = new ObjectWalk();
  readonly #item = new ObjectWalk();

  /** @returns the position after the payload; `ENOUGH` where the rest does not matter; `BROKEN` */
  read(buffer: Buffer, start: number, end: number): number {
    this.#clear(start);
    const walk = this.#walk;
    walk.open(buffer, start, end);
    while (walk.next()) {
      const at = walk.value;
      switch (walk.key) {
        case KEY.type:
          this.type = stringKey(buffer, at, end);
          if (!MATTERS.has(this.type)) return ENOUGH;
          break;
        case KEY.id:
          this.id = at;
          break;
        case KEY.callId:
          this.callId = at;
          break;
        case KEY.name:
          this.name = at;
          break;
        case KEY.arguments:
        case KEY.input:
        case KEY.action:
          this.args = at;
          this.argsEnd = walk.valueEnd();
          break;
        case KEY.output:
          this.output = at;
          this.outputEnd = walk.valueEnd();
          break;
        case KEY.info:
          if (buffer[at] === 123) walk.leave(this.#readInfo(buffer, at, end));
          break;
        case KEY.item:
          this.item = at;
          this.itemType = this.#typeOfItem(buffer, at, end);
          // A command's output, which nobody asks for, is most of its line.
          if (!WHOLE_ITEMS.has(this.itemType)) return ENOUGH;
          break;
        case KEY.message:
          this.message = at;
          this.messageEnd = walk.valueEnd();
          break;
        case KEY.kind:
          this.kind = at;
          break;
        case KEY.threadId:
          this.threadId = at;
          break;
      }
    }
    return walk.broken ? BROKEN : walk.valueEnd();
  }

  /** @returns the position after it; a broken one ends beyond the payload, which is then broken too */
  #readInfo(buffer: Buffer, start: number, end: number): number {
    this.hasInfo = true;
    const info = this.#item;
    info.open(buffer, start, end);
    while (info.next()) {
      if (info.key === KEY.total) this.total = info.value;
      else if (info.key === KEY.last) this.last = info.value;
      else if (info.key === KEY.model) this.model = info.value;
    }
    return info.broken ? end : info.valueEnd();
  }

  #typeOfItem(buffer: Buffer, start: number, end: number): number {
    const item = this.#item;
    item.open(buffer, start, end);
    while (item.next()) if (item.key === KEY.type) return stringKey(buffer, item.value, end);
    return 0;
  }

  #clear(start: number): void {
    this.start = start;
    this.type = this.itemType = 0;
    this.id = this.callId = this.name = this.args = this.argsEnd = this.output = this.outputEnd = -1;
    this.model = this.total = this.last = -1;
    this.hasInfo = false;
    this.item = this.message = this.messageEnd = this.kind = this.threadId = -1;
  }
}
