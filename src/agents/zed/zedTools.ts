import type { ReadContext } from '../agent.ts';
import { filledString, record } from '../json/looseJson.ts';
import { Teller } from '../tools/teller.ts';
import { ToolActs } from '../tools/toolActs.ts';

const AGENT = 'zed';

/**
 * Prompts and tools of a thread, whose messages carry no time of their own: they are told at the thread's last one. A
 * tool's result lies in the message that called it.
 */
export function tellZedTools(
  context: ReadContext,
  session: string,
  at: number,
  cwd: string | null,
  thread: Record<string, unknown>,
): void {
  const { messages } = thread;
  if (!Array.isArray(messages)) return;
  const teller = new Teller(AGENT, context);
  const tools = new ToolActs(AGENT, context);
  for (const [n, message] of messages.entries()) {
    const { User: user, Agent: agent } = record(message);
    if (user !== undefined) {
      const { id, content } = record(user);
      teller.prompt(`${session}|${filledString(id) ?? n}`, session, at, content, true);
    }
    const { content, tool_results: results } = record(agent);
    for (const part of Array.isArray(content) ? content : []) {
      const { id, name, input } = record(record(part).ToolUse);
      const called = filledString(id);
      if (called === null) continue;
      const key = `${session}|${called}`;
      tools.asked({ id: key, tool: filledString(name) ?? '', input, session, at, cwd });
      const result = record(record(results)[called]);
      if (Object.keys(result).length === 0) continue;
      tools.answered(key, { at, ok: result.is_error !== true, output: result.content ?? result.output });
    }
  }
  tools.finish();
}
