import type { WorkerFunctions } from '../engine/protocol.ts';
import { isSameSign } from '../model/production.ts';
import { keep } from './corrections.ts';
import type { PageMessage, PanelReport } from './protocol.ts';

export type ProductionMessage = Extract<PageMessage, { type: 'sayProduction' | 'takeBackProduction' }>;

/** Keeps what the person says of production on the page, of what the page was shown and nothing else. */
export async function sayOfProduction(
  message: ProductionMessage,
  report: PanelReport | null,
  functions: Pick<WorkerFunctions, 'sayOfProduction' | 'takeBackOfProduction'>,
): Promise<void> {
  const repos = report?.repos ?? [];
  if (message.type === 'takeBackProduction') {
    const { word } = message;
    if (repos.some(({ production }) => production.some(each => each.word === word)))
      await keep(functions.takeBackOfProduction(word));
    return;
  }
  const { type: _, ...saying } = message;
  const shown = repos.find(({ root }) => root === saying.repo)?.production ?? [];
  if (shown.some(each => isSameSign(each, saying))) await keep(functions.sayOfProduction(saying));
}
