/** Members of a parsed value that may be anything; empty where it is no object. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function string(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A string with something in it. */
export function filledString(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The value of a JSON text; `undefined` where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
