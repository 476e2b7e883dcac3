/**
 * Where a key leads among the marks of a chart, of which one is in focus; `null` where it is no key of charts.
 * @param at place of that one
 * @param count of all of them, at least one
 */
export function markAfter(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
