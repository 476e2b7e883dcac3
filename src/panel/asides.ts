import type { Memento } from 'vscode';
import type { Report } from '../model/report.ts';
import { logsAreYoung } from './youngLogs.ts';

const TOLD = 'keepLogs.told';
const PUT_OFF = 'recap.putOff';

/** What is said once or put away for a week, and remembered from window to window. */
export class Asides {
  readonly #memory: Memento;
  #keepLogs = false;

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

  /** @param report over all time; asked for only while this was never said */
  async look(report: () => Promise<Report | null>, now: Date): Promise<void> {
    if (this.#memory.get<boolean>(TOLD) === true) return;
    const whole = await report();
    if (whole === null || !logsAreYoung(whole, now)) return;
    this.#keepLogs = true;
    await this.#memory.update(TOLD, true);
  }

  lookAway(): void {
    this.#keepLogs = false;
  }

  async putOffRecap(monday: string): Promise<void> {
    await this.#memory.update(PUT_OFF, monday);
  }
}
