import type { ActKind } from '../../model/records.ts';
import { kindOfCommand } from '../shell/shellCommand.ts';
import { type Found, Prints, printedBy, trailersIn } from '../shell/shellLinks.ts';
import { writtenBy } from '../shell/shellWrites.ts';

/** What is known of a shell's call before its result comes. */
export interface ShellUse {
  readonly act: ActKind;
  /** Its command writes files from texts of its own. */
  readonly writes: boolean;
  /** Bits of `Prints`. */
  readonly prints: number;
  readonly trailers: readonly Found[];
}

/** @param command `null` where the call holds none that is known */
export function shellUse(command: string | null, cwd: string | null): ShellUse {
  if (command === null) return { act: 'shell', writes: false, prints: Prints.nothing, trailers: [] };
  const { files, only } = writtenBy(command, cwd);
  return {
    act: only ? 'edit' : kindOfCommand(command),
    writes: files.length > 0,
    prints: printedBy(command),
    trailers: trailersIn(command),
  };
}
