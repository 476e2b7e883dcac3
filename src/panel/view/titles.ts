import type { PieceReport } from '../../model/report.ts';
import type { Titles } from '../protocol.ts';
import { visible } from './visible.ts';

type Wanted = { sessions: { agent: string; id: string }[]; commits: { repo: string; commit: string }[] };

/** Words of headings, asked for once each when a row is shown, and gone with the page. */
export class TitleShelf {
  readonly #known = new Map<string, string | null>();
  readonly #asked = new Set<string>();

  /** Of the change that landed, else of its first session; `null` while not known or gone. */
  of(piece: PieceReport): string | null {
    for (const key of keysOf(piece)) {
      const title = this.#known.get(key.name);
      if (title) return visible(title);
    }
    return null;
  }

  /** What these rows need and nobody has asked for yet; `null` where that is nothing. */
  wanted(pieces: readonly PieceReport[]): Wanted | null {
    const wanted: Wanted = { sessions: [], commits: [] };
    for (const key of pieces.flatMap(keysOf)) {
      if (this.#asked.has(key.name)) continue;
      this.#asked.add(key.name);
      if ('commit' in key) wanted.commits.push({ repo: key.repo, commit: key.commit });
      else wanted.sessions.push({ agent: key.agent, id: key.id });
    }
    return wanted.sessions.length + wanted.commits.length > 0 ? wanted : null;
  }

  put({ sessions, commits }: Titles): void {
    for (const { agent, id, title } of sessions) this.#known.set(sessionName(agent, id), title);
    for (const { repo, commit, title } of commits) this.#known.set(commitName(repo, commit), title);
  }
}

type Key =
  | { readonly name: string; readonly repo: string; readonly commit: string }
  | { readonly name: string; readonly agent: string; readonly id: string };

function keysOf(piece: PieceReport): Key[] {
  const keys: Key[] = [];
  const commit = piece.mainCommit;
  if (piece.repo !== null && commit !== null) {
    keys.push({ name: commitName(piece.repo, commit), repo: piece.repo, commit });
  }
  const [session] = piece.sessions;
  if (session !== undefined) keys.push({ name: sessionName(session.agent, session.id), ...session });
  return keys;
}

function sessionName(agent: string, id: string): string {
  return `session ${agent} ${id}`;
}

function commitName(repo: string, commit: string): string {
  return `commit ${repo} ${commit}`;
}
