import {
  LanguageModelTextPart,
  type LanguageModelTool,
  type LanguageModelToolInvocationOptions,
  LanguageModelToolResult,
  type LogOutputChannel,
  l10n,
} from 'vscode';
import type { WorkerStart } from '../engine/protocol.ts';
import { EngineWorker } from './engineWorker.ts';
import { summaryText } from './summaryText.ts';

export const SUMMARY_TOOL = 'aiImpact_summary';

interface Asked {
  readonly days?: number;
}

const PERIODS = [7, 28, 90];
const USUAL = 7;

/** Answers a chat in the editor with sums and shares; reads the ledger and nothing else. */
export class SummaryTool implements LanguageModelTool<Asked> {
  readonly #script: URL;
  readonly #start: () => WorkerStart | null;
  readonly #log: LogOutputChannel;

  /** @param start `null` while the extension is switched off */
  constructor(script: URL, start: () => WorkerStart | null, log: LogOutputChannel) {
    this.#script = script;
    this.#start = start;
    this.#log = log;
  }

  prepareInvocation() {
    return { invocationMessage: l10n.t('Reading what became of your AI use') };
  }

  async invoke({ input }: LanguageModelToolInvocationOptions<Asked>): Promise<LanguageModelToolResult> {
    const start = this.#start();
    if (start === null) return say('AI Impact is switched off in settings: nothing is known.');
    const days = PERIODS.find(period => period >= (input.days ?? USUAL)) ?? 90;
    const worker = new EngineWorker(this.#script, start, this.#log);
    try {
      const answer = await worker.functions.report({ days });
      if (answer.ok) return say(summaryText(answer.report, days));
      return say(
        `The ledger cannot be read now${answer.problem === null ? ': nothing was read yet' : `: ${answer.problem}`}.`,
      );
    } finally {
      await worker.stop();
    }
  }
}

function say(text: string): LanguageModelToolResult {
  return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
}
