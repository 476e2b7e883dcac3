import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';

/** Which folders are there, each asked of the disk once until told to forget. */
export class FoldersThere {
  readonly #nearest = new Map<string, string | null>();
  readonly #real = new Map<string, string | null>();

  has(folder: string): boolean {
    return this.nearest(folder) === folder;
  }

  /** The folder itself or the nearest above it that is there. Below one that is gone the disk is not asked. */
  nearest(folder: string): string | null {
    const known = this.#nearest.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const isTop = parent === folder;
    const above = isTop ? null : this.nearest(parent);
    const nearest = (isTop || above === parent) && existsSync(folder) ? folder : above;
    this.#nearest.set(folder, nearest);
    return nearest;
  }

  /** Without links in it; `null` where it is gone: its name is all there is. */
  real(folder: string): string | null {
    const known = this.#real.get(folder);
    if (known !== undefined) return known;
    let real: string | null = null;
    try {
      if (this.has(folder)) real = realpathSync(folder);
    } catch {
      // It went meanwhile, or may not be read.
    }
    this.#real.set(folder, real);
    return real;
  }

  forget(): void {
    this.#nearest.clear();
    this.#real.clear();
  }
}
