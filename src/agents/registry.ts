import type { Agent } from './agent.ts';
import { aider } from './aider.ts';
import { claudeCode } from './claudeCode/claudeCode.ts';
import { cline } from './cline/cline.ts';
import { roo } from './cline/roo.ts';
import { CLOSED_AGENTS } from './closedAgents.ts';
import { codex } from './codex/codex.ts';
import { continueDev } from './continueDev/continueDev.ts';
import { copilotChat } from './copilotChat/copilotChat.ts';
import { copilotCli } from './copilotCli/copilotCli.ts';
import { crush } from './crush/crush.ts';
import { cursor } from './cursor/cursor.ts';
import { droid } from './droid.ts';
import { gemini } from './gemini/gemini.ts';
import { goose } from './goose/goose.ts';
import { kimi } from './kimi/kimi.ts';
import { amazonQ } from './kiro/amazonQ.ts';
import { kiro } from './kiro/kiro.ts';
import { kilo } from './opencode/kilo.ts';
import { opencode } from './opencode/opencode.ts';
import { openclaw } from './pi/openclaw.ts';
import { pi } from './pi/pi.ts';
import { qwen } from './qwen/qwen.ts';
import { zed } from './zed/zed.ts';

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
