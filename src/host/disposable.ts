// host: what several surfaces of VS Code share. Values of the engine come in; VS Code's own objects go out.
// Nothing here decides or counts anything.

/** Something with an end. VS Code's own `Disposable` is one. */
export interface HasDispose {
  dispose(): unknown;
}

/** Owns what it registers and ends it, latest first, when it ends itself. */
export abstract class Disposable implements HasDispose {
  readonly #owned: HasDispose[] = [];
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Ends `owned` at once if this has already ended. */
  protected _register<T extends HasDispose>(owned: T): T {
    if (this.#disposed) owned.dispose();
    else this.#owned.push(owned);
    return owned;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const owned of this.#owned.reverse()) owned.dispose();
    this.#owned.length = 0;
  }
}
