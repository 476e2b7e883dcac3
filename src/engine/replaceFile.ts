import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Replaces a file as a whole, for the person's eyes only: who reads it sees the old one or the new one. */
export function replaceFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}.draft`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
