import type { Holding } from './attribution.ts';

/** Files under all their names: what a rename joins is one file, whatever stage told of the rename. */
export class FileNames {
  readonly #parent = new Map<string, string>();

  constructor(holdings: readonly Holding[]) {
    for (const { files } of holdings) {
      for (const { path, oldPath } of files) {
        if (oldPath !== null) this.#parent.set(this.fileOf(oldPath), this.fileOf(path));
      }
    }
  }

  /** One name for all names of a file. */
  fileOf(path: string): string {
    let name = path;
    for (
      let next = this.#parent.get(name);
      next !== undefined && next !== name;
      next = this.#parent.get(name)
    )
      name = next;
    return name;
  }
}
