/**
 * What is kept of changed text: numbers, never the text. Arrays of one side have one entry for each line
 * that is not blank, in order.
 */
export interface PackedLines {
  /** Keyed 53-bit fingerprints of the normalised lines. */
  readonly fingerprints: Float64Array;
  /** Lexical tokens in the line, at most 255. */
  readonly tokens: Uint8Array;
  /** Bits of `LineFlag`. */
  readonly flags: Uint8Array;
}

export const LineFlag = {
  /** Too common to tell whose it is: a lone brace, an import, a comment, fewer than two tokens. */
  trivial: 1,
  /** Longer than 1,000 characters, or part of a text that a program made by its bulk: it does not count. */
  overlong: 2,
  /** In a commit: the same tokens stood there before, set otherwise. */
  reset: 4,
} as const;

/** One edit of one file. */
export interface EditedLines {
  readonly added: PackedLines;
  readonly removed: PackedLines;
  /** Keyed 32-bit fingerprints of each five consecutive tokens of the added text. */
  readonly grams: Uint32Array;
  /** Lines as a patch counts them, blank ones too. */
  readonly addedCount: number;
  /** `null` where the text before is not known. */
  readonly removedCount: number | null;
  /** The text itself says that a program wrote it ("Code generated … DO NOT EDIT"). */
  readonly generated: boolean;
}

/** What undoes an edit: its lines go and those that it took out come back, as far as they are known. */
export function takenBack({ added, removed, addedCount, removedCount, generated }: EditedLines): EditedLines {
  return {
    added: removed,
    removed: added,
    // The text that comes back was there before: none of it is new.
    grams: new Uint32Array(0),
    addedCount: removedCount ?? 0,
    removedCount: addedCount,
    generated,
  };
}
