import type { ActKind } from '../../model/records.ts';

const KINDS: Readonly<Record<string, ActKind>> = {
  Read: 'read',
  NotebookRead: 'read',
  Edit: 'edit',
  MultiEdit: 'edit',
  Write: 'edit',
  NotebookEdit: 'edit',
  Bash: 'shell',
  PowerShell: 'shell',
  Grep: 'search',
  Glob: 'search',
  LS: 'search',
  WebFetch: 'web',
  WebSearch: 'web',
  Task: 'spawn',
  Agent: 'spawn',
};

export function kindOfTool(tool: string): ActKind {
  return KINDS[tool] ?? 'other';
}

/** A tool call whose result has not been seen: numbers, ids and paths, so that it can be kept between reads. */
export interface PendingCall {
  /** Of what it did, where its id is not enough. */
  readonly key?: string;
  readonly tool: string;
  readonly act: ActKind;
  readonly session: string;
  readonly at: number;
  readonly target: string | null;
  readonly argsDigest: number;
  /** Where in the file its input lies: an edit is read again from there when no result tells it. */
  readonly offset: number;
  readonly length: number;
  /** Folder of the call, for paths that are relative. */
  readonly cwd: string | null;
  /** A shell command with texts of its own, which it may write to files. */
  readonly writes: boolean;
  /** Bits of `Prints`: what the output is worth being looked at for. */
  readonly prints: number;
}
