/** So many consecutive lines are no chance. */
const RUN = 5;

/**
 * Which lines are not new: those in runs of five or more lines that count, each of which stood somewhere before.
 * Lines that do not count are passed over; they neither make a run nor end it, and are never stale.
 * @param lines in the order in which they stand
 */
export function staleLines<T>(
  lines: readonly T[],
  counts: (line: T) => boolean,
  stoodBefore: (line: T) => boolean,
): Set<T> {
  const stale = new Set<T>();
  let run: T[] = [];
  const end = () => {
    if (run.length >= RUN) for (const line of run) stale.add(line);
    run = [];
  };
  for (const line of lines) {
    if (!counts(line)) continue;
    if (stoodBefore(line)) run.push(line);
    else end();
  }
  end();
  return stale;
}
