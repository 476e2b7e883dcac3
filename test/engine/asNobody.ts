import { execFileSync } from 'node:child_process';
import type { Desk } from './desk.ts';

const NOBODY = 65_534;

/** Runs `work` as a person whom file modes bind: as root nothing is unreadable. Who is not root stays who they are. */
export async function asNobody(desk: Desk, work: () => Promise<void>): Promise<void> {
  const root = process.getuid?.() === 0;
  if (!root) return work();
  execFileSync('chown', ['-R', String(NOBODY), desk.workshop.root]);
  process.seteuid!(NOBODY);
  try {
    await work();
  } finally {
    process.seteuid!(0);
  }
}
