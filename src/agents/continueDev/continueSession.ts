import type { AgentId } from '../../model/records.ts';
import type { ReadContext } from '../agent.ts';
import { filledString, record } from '../json/looseJson.ts';
import { callKey } from '../tools/callKey.ts';
import { absolutePath } from '../tools/filePath.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { ToolActs } from '../tools/toolActs.ts';

/** A session of Continue. It has no times: all is told at the time at which its document was written last. */
export function tellContinueSession(
  agent: AgentId,
  context: ReadContext,
  value: Record<string, unknown>,
): void {
  const session = filledString(value.sessionId);
  if (session === null || !Array.isArray(value.history)) {
    context.skip('newer format');
    return;
  }
  const at = Math.round(context.file.mtimeMs);
  // The editor writes an address there, the command line a path.
  const cwd = absolutePath(filledString(value.workspaceDirectory) ?? '', null);
  const span = new SessionSpan(agent, context.file.path, { id: session });
  span.learn({ cwd });
  span.see(at, context.emit);
  span.finish(context.emit);
  const teller = new Teller(agent, context);
  const tools = new ToolActs(agent, context);
  for (const [n, item] of value.history.entries()) {
    const { message, toolCallStates } = record(item);
    const { role, content } = record(message);
    if (role === 'user') teller.prompt(`${session}|${n}`, session, at, content, true);
    for (const state of Array.isArray(toolCallStates) ? toolCallStates : []) {
      const { toolCallId, toolCall, parsedArgs, status, output } = record(state);
      const called = filledString(toolCallId);
      if (called === null) continue;
      const id = callKey(called, `${session}|${n}`);
      // Its own tools had a prefix once.
      const tool = (filledString(record(record(toolCall).function).name) ?? '').replace(/^builtin_/, '');
      tools.asked({ id, tool, input: parsedArgs, session, at, cwd });
      const failed = status === 'errored' || status === 'canceled';
      if (status === 'done' || failed)
        tools.answered(id, { at, ok: !failed, output, isNew: tool === 'create_new_file' });
    }
  }
  tools.finish();
}
