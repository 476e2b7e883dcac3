import type { Memento } from 'vscode';
import type { Report } from '../model/report.ts';
import { logsAreYoung } from './youngLogs.ts';

const TOLD = 'keepLogs.told';
const PUT_OFF = 'recap.putOff';

/** What is said once or put away for a week, and remembered from window to window. */
export class Asides {
  readonly #memory: Memento;
  #keepLogs = false;
  /** A report over all time is dear: one is enough for as long as this window lasts. */
  #asked = false;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  /** That Claude Code deletes its logs is being said, as long as this look lasts. */
  get keepLogs(): boolean {
    return this.#keepLogs;
  }

  get recapPutOff(): string | null {
    return this.#memory.get<string>(PUT_OFF) ?? null;
  }

  /** @param report over all time; `null` while none can be had */
  async look(report: () => Promise<Report | null>, now: Date): Promise<void> {
    if (this.#asked || this.#memory.get<boolean>(TOLD) === true) return;
    const whole = await report();
    if (whole === null) return;
    this.#asked = true;
    const young = logsAreYoung(whole, now);
    this.#keepLogs = young === true;
    // To whom has older logs it need not be said any more.
    if (young !== null) await this.#memory.update(TOLD, true);
  }

  lookAway(): void {
    this.#keepLogs = false;
  }

  async putOffRecap(monday: string): Promise<void> {
    await this.#memory.update(PUT_OFF, monday);
  }
}
