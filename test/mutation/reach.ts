import type { SourceFile } from '../architecture/source.ts';

/** What a changed file may change: modules that import it by any way, and the test files among them. */
export interface Reach {
  /** The file itself too. */
  readonly modules: readonly string[];
  readonly tests: readonly string[];
}

export function reachOf(path: string, files: readonly SourceFile[]): Reach {
  const reached = new Set([path]);
  // A set goes on to what is added while it is gone through.
  for (const each of reached) {
    for (const file of files) if (file.imports.some(one => one.file === each)) reached.add(file.path);
  }
  const modules = [...reached].sort();
  return { modules, tests: modules.filter(module => module.endsWith('.test.ts')) };
}
