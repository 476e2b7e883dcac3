import type { Git } from './run.ts';

/**
 * The full ids of commits that a repository has, by the id that was asked for: 7 to 64 hex digits. What it
 * does not have, what is no commit and what is ambiguous is missing. One process. Throws `GitError`.
 */
export async function resolveCommits(
  git: Git,
  commonDir: string,
  asked: Iterable<string>,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const ids = [...new Set(asked)].filter(id => /^[0-9a-f]{7,64}$/i.test(id));
  const resolved = new Map<string, string>();
  if (ids.length === 0) return resolved;
  const stdin = ids.map(id => `${id}^{commit}\n`).join('');
  const args = ['cat-file', '--batch-check=%(objecttype) %(objectname)'];
  let index = 0;
  for await (const line of git.records({ commonDir }, args, { stdin, signal })) {
    const found = /^commit ([0-9a-f]+)$/.exec(line);
    if (found !== null) resolved.set(ids[index] ?? '', found[1]!);
    index++;
  }
  return resolved;
}
