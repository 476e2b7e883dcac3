import { type LogOutputChannel, l10n, ProgressLocation, window } from 'vscode';
import type { PriceRefresh, WorkerStart } from '../engine/protocol.ts';
import { PRICES_ADDRESS } from '../model/prices.ts';
import { EngineWorker } from './engineWorker.ts';

/** Says what it will fetch, fetches it when told to, and says how that went. */
export async function refreshPrices(
  script: URL,
  start: WorkerStart,
  log: LogOutputChannel,
  done: () => Promise<void>,
): Promise<void> {
  const fetch = l10n.t('Fetch');
  const answer = await window.showInformationMessage(
    l10n.t('Fetch the newest list prices of AI models?'),
    {
      modal: true,
      detail: l10n.t(
        'This asks {0} for one public file. Nothing about you or your work is sent.',
        PRICES_ADDRESS,
      ),
    },
    fetch,
  );
  if (answer !== fetch) return;
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Fetching list prices') },
    async () => {
      const worker = new EngineWorker(script, start, log);
      try {
        return await worker.functions.refreshPrices();
      } finally {
        await worker.stop();
      }
    },
  );
  log.info(`prices: ${JSON.stringify(result)}`);
  if (result.ok) {
    await done();
    await window.showInformationMessage(l10n.t('List prices are now those of {0}.', result.date));
  } else {
    await window.showWarningMessage(sayFailure(result));
  }
}

function sayFailure({ failure, status }: Extract<PriceRefresh, { ok: false }>): string {
  const keep = l10n.t('The prices that were there before stay in use.');
  switch (failure) {
    case 'offline':
      return l10n.t(
        'The prices could not be fetched: there is no connection to {0}. {1}',
        new URL(PRICES_ADDRESS).host,
        keep,
      );
    case 'refused':
      return l10n.t(
        'The prices could not be fetched: the server refused the request ({0}). {1}',
        status ?? 0,
        keep,
      );
    case 'server':
      return l10n.t(
        'The prices could not be fetched: the server has trouble ({0}). Try again later. {1}',
        status ?? 0,
        keep,
      );
    case 'bad data':
      return l10n.t('What was fetched is no price table. {0}', keep);
    case 'not kept':
      return l10n.t('The new prices could not be saved. {0}', keep);
  }
}
