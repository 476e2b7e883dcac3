import { keyOf } from '../json/jsonWalk.ts';

export const BlockKind = {
  text: keyOf('text'),
  toolUse: keyOf('tool_use'),
  toolResult: keyOf('tool_result'),
} as const;

/** One block of a message's content. Positions are of JSON values in the line's bytes, -1 where absent. */
export class Block {
  kind = 0;
  id = -1;
  name = -1;
  input = -1;
  inputEnd = -1;
  toolUseId = -1;
  isError = false;
  content = -1;
  contentEnd = -1;

  clear(): void {
    this.kind = 0;
    this.id = this.name = this.input = this.inputEnd = -1;
    this.toolUseId = this.content = this.contentEnd = -1;
    this.isError = false;
  }
}
