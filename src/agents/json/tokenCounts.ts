/** A count of tokens; `null` for anything that is none. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
}

/** What is left of a count without its parts; unknown parts take nothing, and it never falls below 0. */
export function without(whole: number | null, ...parts: readonly (number | null)[]): number | null {
  if (whole === null) return null;
  return Math.max(0, whole - parts.reduce<number>((sum, part) => sum + (part ?? 0), 0));
}
