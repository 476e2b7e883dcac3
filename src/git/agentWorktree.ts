/** What the place of a folder tells about the repository that it was a worktree of. */
export interface AgentWorktree {
  /** Root of the worktree. */
  readonly root: string;
  /** The folder that must hold the repository; `null` where the worktree lay below the person's home. */
  readonly repository: string | null;
  /** Names that the repository's folder may have, where only its name is told. */
  readonly names: readonly string[];
}

/**
 * Reads the places where agents and editors put worktrees: `<repo>/.claude/worktrees/x`, `<repo>/.worktrees/x`,
 * `<repo>-worktrees/x`, `<repo>.worktrees/x`, `~/.codex/worktrees/<id>/<name>`, `~/.cursor/worktrees/<name>/<id>`.
 * `null` for any other folder. Both kinds of slash are read, whatever the machine.
 */
export function agentWorktree(folder: string, home: string): AgentWorktree | null {
  const parts = folder.split(/[\\/]/);
  const slash = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  const upTo = (count: number) => parts.slice(0, count).join(slash);
  for (let at = parts.length - 2; at > 0; at--) {
    const part = parts[at]!;
    const hidden = part === 'worktrees' && /^\.[\w-]+$/.test(parts[at - 1] ?? '');
    if (part === '.worktrees' || hidden) {
      const above = upTo(hidden ? at - 1 : at);
      if (!hidden || !samePath(above, home)) return { root: upTo(at + 2), repository: above, names: [] };
      const names = parts.slice(at + 1, at + 3);
      return names.length < 2 ? null : { root: upTo(at + 3), repository: null, names };
    }
    const sibling = /^(.+)[-.]worktrees$/.exec(part);
    if (sibling !== null) {
      const repository = [...parts.slice(0, at), sibling[1]!].join(slash);
      return { root: upTo(at + 2), repository, names: [] };
    }
  }
  return null;
}

function samePath(one: string, other: string): boolean {
  const plain = (path: string) => path.replace(/[\\/]+/g, '/').replace(/\/$/, '');
  return plain(one) === plain(other);
}
