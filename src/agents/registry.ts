import type { Agent } from './agent.ts';
import { aider } from './aider.ts';
import { amazonQ } from './amazonQ.ts';
import { claudeCode } from './claudeCode.ts';
import { cline } from './cline.ts';
import { CLOSED_AGENTS } from './closedAgents.ts';
import { codex } from './codex.ts';
import { continueDev } from './continueDev.ts';
import { copilotChat } from './copilotChat.ts';
import { copilotCli } from './copilotCli.ts';
import { crush } from './crush.ts';
import { cursor } from './cursor.ts';
import { droid } from './droid.ts';
import { gemini } from './gemini.ts';
import { goose } from './goose.ts';
import { kilo } from './kilo.ts';
import { kimi } from './kimi.ts';
import { kiro } from './kiro.ts';
import { openclaw } from './openclaw.ts';
import { opencode } from './opencode.ts';
import { pi } from './pi.ts';
import { qwen } from './qwen.ts';
import { roo } from './roo.ts';
import { zed } from './zed.ts';

/** Every agent that is known, in the order in which sources are listed. */
export const AGENTS: readonly Agent[] = [
  claudeCode,
  codex,
  kiro,
  amazonQ,
  copilotChat,
  copilotCli,
  gemini,
  cursor,
  opencode,
  kilo,
  qwen,
  cline,
  roo,
  pi,
  openclaw,
  goose,
  droid,
  kimi,
  crush,
  zed,
  continueDev,
  aider,
  ...CLOSED_AGENTS,
];
