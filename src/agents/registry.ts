import type { Agent } from './agent.ts';
import { amazonQ } from './amazonQ.ts';
import { claudeCode } from './claudeCode.ts';
import { codex } from './codex.ts';
import { copilotChat } from './copilotChat.ts';
import { copilotCli } from './copilotCli.ts';
import { gemini } from './gemini.ts';
import { kiro } from './kiro.ts';

/** Every agent that can be read, in the order in which sources are listed. */
export const AGENTS: readonly Agent[] = [claudeCode, codex, kiro, amazonQ, copilotChat, copilotCli, gemini];
