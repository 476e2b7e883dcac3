import type { Families } from './families.ts';
import type { PlacedFile } from './works.ts';

/** By session: files that it and its sub-agents only looked at, relative to their repository. */
export function filesLookedAt(
  reads: readonly { readonly session: number; readonly target: string }[],
  families: Families,
  places: { locate(path: string): PlacedFile },
): Map<number, readonly string[]> {
  const looked = new Map<number, string[]>();
  for (const { session, target } of reads) {
    const placed = places.locate(target);
    if (placed.in !== 'repository') continue;
    const root = families.rootOf(session);
    const files = looked.get(root) ?? [];
    looked.set(root, files);
    files.push(placed.path);
  }
  return looked;
}
