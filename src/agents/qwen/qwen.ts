import { posix, win32 } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { geminiDocuments } from '../gemini/gemini.ts';
import { geminiTitle } from '../gemini/geminiTitle.ts';
import { filledString, record, string } from '../json/looseJson.ts';
import { resumeBy, UUID } from '../tools/resumeBy.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { eachObject } from '../tools/titleLines.ts';
import { AGENT, QwenReader } from './qwenReader.ts';

/** A session or a sub-agent; beside a session may lie a ledger of its prompts. */
const LOG = /[\\/](?:chats|subagents[\\/][^\\/]+)[\\/][^\\/]+(?<!\.ledger)\.jsonl$/;

const resume = resumeBy('qwen', UUID, id => ['--resume', id], 'its folder');

/** Qwen Code, whose first sessions were documents like those of Gemini CLI, of which it is made. Beside its chats lies `usage_record.jsonl`, which tells their sums over and over. */
export const qwen: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'lines',
      roots: environment => ['projects', 'tmp'].map(name => inFolder(environment, name)),
      isLog: path => LOG.test(path),
      copyKey: () => null,
      open: (context, state) => new QwenReader(context, state),
    },
    geminiDocuments(AGENT, environment => [inFolder(environment, 'tmp')]),
  ],
  title: log => (log.endsWith('.json') ? geminiTitle(log) : qwenTitle(log)),
  // It does not go on with the documents of its first versions.
  resume: (id, log) => (log.endsWith('.json') ? null : resume(id)),
};

function inFolder({ home, platform, variables }: AgentEnvironment, name: string): string {
  const { join } = platform === 'win32' ? win32 : posix;
  return join(variables.QWEN_DATA_DIR || join(home, '.qwen'), name);
}

/** As the person or Qwen named it last, else the first prompt. */
async function qwenTitle(log: string): Promise<string | null> {
  let title: string | null = null;
  let prompt: string | null = null;
  await eachObject(log, /"custom_title"|"type":\s*"user"/, ({ type, subtype, systemPayload, message }) => {
    const payload = record(systemPayload);
    if (subtype === 'custom_title') title = filledString(payload.customTitle ?? payload.title) ?? title;
    const { parts } = record(message);
    if (type !== 'user' || prompt !== null || !Array.isArray(parts)) return;
    prompt = filledString(
      parts
        .map(part => string(record(part).text) ?? '')
        .join(' ')
        .trim(),
    );
  });
  return shortTitle(title ?? prompt);
}
