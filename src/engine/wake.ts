/** Lets a loop sleep until somebody has news for it, several pieces of news together. */
export class Wake {
  /** Nobody called: the time ran out. */
  timedOut = false;
  #timer: NodeJS.Timeout | undefined;
  #due: number | null = null;
  #resolve: (() => void) | null = null;
  #waiting: (() => void)[] = [];

  /** Settles after `soon`, `now` or `andWait`, or after so many milliseconds. */
  async next(limit: number): Promise<void> {
    for (const done of this.#waiting.splice(0)) done();
    this.timedOut = false;
    const left = this.#due === null ? limit : Math.max(0, this.#due - performance.now());
    if (this.#due === null) this.timedOut = true;
    await new Promise<void>(resolve => {
      this.#resolve = resolve;
      this.#arm(left);
    });
    clearTimeout(this.#timer);
    this.#resolve = null;
    this.#due = null;
  }

  /** Within so many milliseconds; news that comes meanwhile does not put it off. */
  soon(milliseconds: number): void {
    const due = performance.now() + milliseconds;
    if (this.#due !== null && this.#due <= due) return;
    this.#due = due;
    this.timedOut = false;
    if (this.#resolve !== null) this.#arm(milliseconds);
  }

  now(): void {
    this.soon(0);
  }

  /** Wakes the loop, and settles when it has gone round. */
  andWait(): Promise<void> {
    return new Promise(resolve => {
      // A round that is under way may have begun before the news: it takes the one after.
      const settle = this.#resolve === null ? () => this.#waiting.push(resolve) : resolve;
      this.#waiting.push(settle);
      this.now();
    });
  }

  #arm(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#resolve?.(), milliseconds);
  }
}
