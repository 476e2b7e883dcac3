import type { LineContext } from '../agent.ts';
import { jsonAt } from '../json/jsonFields.ts';
import { parsed } from '../json/looseJson.ts';
import { editsOfWrites, type FileWrite, NOTHING, type ShellWrites, writtenBy } from '../shell/shellWrites.ts';
import type { KeyedEdit } from './codexChanges.ts';
import { commandsIn } from './codexCommands.ts';

/** Files that shell commands of a rollout write from texts of their own. */
export class CodexWrites {
  readonly #context: LineContext;
  /** By call, for a log that cannot be read again in the middle. */
  readonly #kept = new Map<string, readonly FileWrite[]>();

  constructor(context: LineContext) {
    this.#context = context;
  }

  /** What a call that was just made will write, if it succeeds. */
  asked(id: string, buffer: Buffer, start: number, end: number, folder: string | null): ShellWrites {
    if (start < 0 || !buffer.subarray(start, end).includes('<<')) return NOTHING;
    const writes = writesOf(jsonAt(buffer, start, end), folder);
    if (writes.files.length > 0 && this.#context.file.compression === 'zstd')
      this.#kept.set(id, writes.files);
    return writes;
  }

  /** @param place of the call's arguments in the file */
  done(id: string, place: { offset: number; length: number }, folder: string | null): KeyedEdit[] {
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    const input = kept === undefined ? this.#context.reread(place.offset, place.length) : null;
    const files = kept ?? (input === null ? [] : writesOf(jsonAt(input, 0, input.length), folder).files);
    return editsOfWrites(id, files, this.#context.packer);
  }
}

function writesOf(args: unknown, folder: string | null): ShellWrites {
  const all = commandsIn(typeof args === 'string' ? (parsed(args) ?? args) : args, folder).map(each =>
    writtenBy(each.command, each.folder),
  );
  return { files: all.flatMap(({ files }) => files), only: all.length > 0 && all.every(({ only }) => only) };
}
