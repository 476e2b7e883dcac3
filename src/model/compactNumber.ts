const NO_BREAK_SPACE = '\u00a0';

/** `18.4 M`, `12 K`, `840`. All English is written with capitals: `m` would be metres. */
export function compactNumber(value: number, locale: string): string {
  const digits = value < 1000 ? 0 : 1;
  const language = locale.startsWith('en') ? 'en-US' : locale;
  const format = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: digits });
  const pieces = format.formatToParts(value);
  return pieces
    .map((piece, i) => {
      const glued = piece.type === 'compact' && pieces[i - 1]?.type !== 'literal';
      return glued ? NO_BREAK_SPACE + piece.value : piece.value;
    })
    .join('');
}
