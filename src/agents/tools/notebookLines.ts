import { splitLines } from '../../lines/packer.ts';

/** A cell's source as lines of the notebook's file, which is what git will see. */
export function notebookLines(source: string): string[] {
  const lines = splitLines(source);
  return lines.map((line, i) => JSON.stringify(i < lines.length - 1 ? `${line}\n` : line));
}
