/** One run of some test files with, perhaps, one file swapped. */
export interface Trial {
  /** Modules to load anew, from the project's root. */
  readonly modules: readonly string[];
  readonly tests: readonly string[];
  readonly swapped: { readonly path: string; readonly code: string } | null;
}

/** Title of the first test that failed, or why the file did not load; `null` where all passed. */
export interface Verdict {
  readonly failed: string | null;
}
