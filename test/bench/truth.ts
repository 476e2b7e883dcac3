/** Exact sums of what a corpus holds for one agent, in the agent's own convention. */
export interface AgentTruth {
  readonly totals: {
    records: number;
    /** Codex counts cached tokens as input, Claude Code does not. */
    input: number;
    output: number;
    cacheWrite5m: number;
    cacheWrite1h: number;
    cacheRead: number;
    reasoning: number;
  };
  readonly edits: { calls: number; linesAdded: number; linesRemoved: number };
}

export interface Truth {
  readonly bytes: number;
  readonly files: number;
  readonly agents: { readonly claude: AgentTruth; readonly codex: AgentTruth };
}

export function noTruth(): AgentTruth {
  return {
    totals: { records: 0, input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, reasoning: 0 },
    edits: { calls: 0, linesAdded: 0, linesRemoved: 0 },
  };
}

export function countEdit({ edits }: AgentTruth, added: number, removed: number): void {
  edits.calls++;
  edits.linesAdded += added;
  edits.linesRemoved += removed;
}
