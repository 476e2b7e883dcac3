import type { FileChange } from '../model/git.ts';

/**
 * Equal for changes that do the same to the same files, in whatever order; empty for one without lines.
 * @param direction -1 for the opposite change
 */
export function changeSignature(files: readonly FileChange[], direction: 1 | -1 = 1): string {
  const net = new Map<string, number>();
  const count = (key: string, by: number) => net.set(key, (net.get(key) ?? 0) + by);
  for (const { path, added, removed } of files) {
    for (const fingerprint of added.fingerprints) count(`${path} ${fingerprint}`, direction);
    for (const fingerprint of removed.fingerprints) count(`${path} ${fingerprint}`, -direction);
  }
  return [...net]
    .filter(([, lines]) => lines !== 0)
    .map(([key, lines]) => `${key} ${lines}`)
    .sort()
    .join('\n');
}
