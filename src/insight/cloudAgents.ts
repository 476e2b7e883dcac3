/** Agents that run on somebody else's machine and leave no log here. */
export type CloudAgent = 'copilot' | 'codex' | 'claude' | 'jules' | 'devin' | 'cursor' | 'amazon-q';

export interface CloudMarks {
  /** Lower case. */
  readonly authorEmail: string;
  /** Lower-case addresses. */
  readonly coAuthors: readonly string[];
  /** Whether the author is the person whose account this is. */
  readonly own: boolean;
  /** Short names of remote branches that hold the commit and no shipping ref does. */
  readonly branches: readonly string[];
}

/** GitHub writes an app's address with or without the number of its account. */
const ADDRESSES: readonly (readonly [RegExp, CloudAgent])[] = [
  [/^(?:\d+\+)?copilot(?:-swe-agent\[bot\])?@users\.noreply\.github\.com$|^copilot@github\.com$/, 'copilot'],
  [/^(?:\d+\+)?chatgpt-codex-connector\[bot\]@users\.noreply\.github\.com$|^codex@openai\.com$/, 'codex'],
  [/^noreply@anthropic\.com$|^(?:\d+\+)?claude\[bot\]@users\.noreply\.github\.com$/, 'claude'],
  [/^(?:\d+\+)?google-labs-jules\[bot\]@users\.noreply\.github\.com$/, 'jules'],
  [/^(?:\d+\+)?devin-ai-integration\[bot\]@users\.noreply\.github\.com$/, 'devin'],
  [/^cursoragent@cursor\.com$|^(?:\d+\+)?cursor\[bot\]@users\.noreply\.github\.com$/, 'cursor'],
  [/^(?:\d+\+)?amazon-q-developer\[bot\]@users\.noreply\.github\.com$/, 'amazon-q'],
];
const BRANCHES: readonly (readonly [RegExp, CloudAgent])[] = [
  [/^copilot\//, 'copilot'],
  [/^codex\//, 'codex'],
  [/^claude\//, 'claude'],
  [/^jules[/-]/, 'jules'],
  [/^devin\//, 'devin'],
  [/^cursor\//, 'cursor'],
];

/**
 * Which cloud agent made a commit that no session on this machine accounts for. A co-author counts only beside the
 * person's own name: many agents add themselves to what they do on a teammate's machine too.
 */
export function cloudAgentOf({ authorEmail, coAuthors, own, branches }: CloudMarks): CloudAgent | null {
  return (
    find(ADDRESSES, [authorEmail]) ?? (own ? find(ADDRESSES, coAuthors) : null) ?? find(BRANCHES, branches)
  );
}

/** Whether an address is an agent's or another program's. */
export function isProgram(address: string): boolean {
  return find(ADDRESSES, [address]) !== null || /\[bot\]@/.test(address);
}

function find(
  signs: readonly (readonly [RegExp, CloudAgent])[],
  texts: readonly string[],
): CloudAgent | null {
  for (const [sign, agent] of signs) if (texts.some(text => sign.test(text))) return agent;
  return null;
}
