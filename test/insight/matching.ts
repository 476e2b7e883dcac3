import { attribute } from '../../src/insight/attribute.ts';
import type { Attribution, Holding, Stage, Work } from '../../src/insight/attribution.ts';
import { type FileEdit, netOfEdits, withoutMoves } from '../../src/insight/net.ts';
import { PackedNet } from '../../src/insight/packedNet.ts';
import type { Packer } from '../../src/lines/packer.ts';

/** An edit by an agent: text before and after, as its tool was told. */
export interface Edited {
  readonly at: number;
  readonly path: string;
  readonly before?: string;
  readonly after: string;
  readonly baseline?: FileEdit['baseline'];
}

/** One commit: the lines that its patch adds to and takes out of each file. */
export interface Committed {
  readonly at: number;
  readonly stage?: Stage;
  readonly files: readonly {
    readonly path: string;
    readonly oldPath?: string;
    readonly added?: readonly string[];
    readonly removed?: readonly string[];
  }[];
}

/** Sessions and commits as text; what was found of each session. */
export class Matching {
  readonly #packer: Packer;
  readonly #works: Work[] = [];
  readonly #holdings: Holding[] = [];

  constructor(packer: Packer) {
    this.#packer = packer;
  }

  session(id: number, ...edits: Edited[]): this {
    const byPath = new Map<string, FileEdit[]>();
    for (const { at, path, before, after, baseline = 'patch' } of edits) {
      const packed =
        before === undefined ? this.#packer.created(path, after) : this.#packer.replaced(path, before, after);
      byPath.set(path, [...(byPath.get(path) ?? []), { at, baseline, ...packed }]);
    }
    const nets = withoutMoves(new Map([...byPath].map(([path, list]) => [path, netOfEdits(list)])));
    this.#works.push({
      session: id,
      files: new Map([...nets].map(([path, net]) => [path, { net: new PackedNet(net), counts: true }])),
    });
    return this;
  }

  /** The last session ran a shell command that may have changed files. */
  shell(...at: number[]): this {
    this.#works.push({ ...this.#works.pop()!, shellAt: at });
    return this;
  }

  commit({ at, stage = 'shipped', files }: Committed): this {
    this.#holdings.push({
      stage,
      commit: `${stage}-${at}-${this.#holdings.length}`,
      ref: 'refs/heads/x',
      at,
      files: files.map(({ path, oldPath = null, added = [], removed = [] }) => {
        const { added: plus, grams } = this.#packer.patch(path, added, []);
        return {
          path,
          oldPath,
          unread: null,
          added: plus,
          removed: this.#packer.lines(path, removed),
          grams,
        };
      }),
    });
    return this;
  }

  get works(): readonly Work[] {
    return this.#works;
  }

  get holdings(): readonly Holding[] {
    return this.#holdings;
  }

  attribute(): Attribution[] {
    return attribute(this.#works, this.#holdings);
  }
}
