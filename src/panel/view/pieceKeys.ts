import type { PieceReport, PieceSession } from '../../model/report.ts';

/** By what messages name a session. */
export type Key = Pick<PieceSession, 'agent' | 'id'>;

export function keyOf({ agent, id }: Key): Key {
  return { agent, id };
}

export function keysOf({ sessions }: Pick<PieceReport, 'sessions'>): Key[] {
  return sessions.map(keyOf);
}
