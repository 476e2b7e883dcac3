import { randomUUID } from 'node:crypto';
import type { CollectorKeeper } from './collectorKeeper.ts';
import { Disposable } from './disposable.ts';
import type { GitEvents } from './gitEvents.ts';
import { Moments } from './moments.ts';
import { SummarySource } from './summarySource.ts';
import { WindowFile } from './windowFile.ts';

/** The half that lives while the extension is switched on. */
export class Running extends Disposable {
  readonly summary: SummarySource;
  readonly window: WindowFile;
  readonly moments: Moments;
  readonly git: GitEvents;
  readonly keeper: CollectorKeeper;

  constructor(
    folder: string,
    makeGit: (touched: (folders: readonly string[]) => void) => GitEvents,
    makeKeeper: () => CollectorKeeper,
    onChange: () => void,
  ) {
    super();
    this.summary = this._register(new SummarySource(folder));
    this.window = this._register(new WindowFile(folder, randomUUID()));
    this.moments = this._register(new Moments(folder));
    this.keeper = this._register(makeKeeper());
    this.git = this._register(
      makeGit(folders => {
        this.keeper.touched(folders);
        onChange();
      }),
    );
    this._register(this.summary.onDidChange(onChange));
    this._register(this.keeper.onDidChangeProblem(onChange));
    void this.git.start();
  }

  async stop(): Promise<void> {
    const stopped = this.keeper.stop();
    this.dispose();
    await stopped;
  }
}
