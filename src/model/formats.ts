const kept = new Map<string, unknown>();

/** Making a format takes longer than using it a hundred times, so each is made once. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return once('number', locale, options, () => new Intl.NumberFormat(locale, options));
}

export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return once('date', locale, options, () => new Intl.DateTimeFormat(locale, options));
}

export function relativeFormat(
  locale: string,
  options: Intl.RelativeTimeFormatOptions,
): Intl.RelativeTimeFormat {
  return once('relative', locale, options, () => new Intl.RelativeTimeFormat(locale, options));
}

function once<T>(kind: string, locale: string, options: object, make: () => T): T {
  const name = `${kind} ${locale} ${JSON.stringify(options)}`;
  const known = kept.get(name) as T | undefined;
  if (known !== undefined) return known;
  const made = make();
  kept.set(name, made);
  return made;
}
