import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Summary } from '../model/summary.ts';

/** Replaces the file as a whole: a window that reads it sees the old one or the new one. */
export function writeSummary(file: string, summary: Summary): void {
  const draft = `${file}.${process.pid}.draft`;
  try {
    writeFileSync(draft, JSON.stringify(summary), { mode: 0o600 });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
