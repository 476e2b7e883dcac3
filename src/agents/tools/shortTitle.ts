const LONGEST = 120;

/** One line of at most 120 characters; `null` where there are no words. */
export function shortTitle(text: string | null): string | null {
  const line = text?.replace(/\s+/g, ' ').trim() ?? '';
  if (line === '') return null;
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line;
}
