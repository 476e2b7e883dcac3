// real: real agents at work, offline. A script of what the model says and a repository come in; changed files,
// the agent's own logs and the count of what was served go out.

/** Tokens of one reply, in disjoint parts: their sum is what was billed. */
export interface ServedUsage {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Without `reasoning`; agents whose service adds the two are told the sum. */
  readonly output: number;
  readonly reasoning: number;
}

export const NO_USAGE: ServedUsage = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };

export function addUsage(a: ServedUsage, b: ServedUsage): ServedUsage {
  return {
    input: a.input + b.input,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
  };
}

/** What the model asks the agent to do. Paths are relative to the agent's folder; an edit names whole lines. */
export type Action =
  | { readonly do: 'write'; readonly file: string; readonly text: string }
  | { readonly do: 'edit'; readonly file: string; readonly old: string; readonly new: string }
  | { readonly do: 'read'; readonly file: string }
  | { readonly do: 'run'; readonly command: string }
  | { readonly do: 'subagent'; readonly name: string; readonly prompt: string }
  /** Until a sub-agent that works in the background is done. */
  | { readonly do: 'wait'; readonly seconds: number };

/** One reply of the model. */
export interface Turn {
  readonly say?: string;
  readonly actions?: readonly Action[];
  /** Odd, distinctive numbers where none are given, so that any mix-up shows. */
  readonly usage?: ServedUsage;
  /** HTTP status for the first try; the agent asks again and gets the turn. */
  readonly failOnce?: 529 | 500;
  readonly delayMs?: number;
}

export interface Script {
  readonly turns: readonly Turn[];
  /** The turns of each sub-agent, by the name in `subagent`. */
  readonly subagents?: Readonly<Record<string, readonly Turn[]>>;
}

/** Requests for titles, summaries and safety checks: served outside the script, and billed. */
export const SIDE_USAGE: ServedUsage = { ...NO_USAGE, input: 31, output: 7 };

export function usageOf(turn: Turn, index: number): ServedUsage {
  return (
    turn.usage ?? {
      input: 1009 + 13 * index,
      cacheRead: 2003 * index,
      cacheWrite: 307 + index,
      output: 101 + 3 * index,
      reasoning: 0,
    }
  );
}
