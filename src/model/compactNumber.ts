import { numberFormat } from './formats.ts';

const NO_BREAK_SPACE = '\u00a0';

/** For a column, where all have one unit: `12.3 M`, `0.9 M`; only what is below 0.05 M is `40 K` or `840`. */
export function inMillions(value: number, locale: string): string {
  const language = languageOf(locale);
  const whole = numberFormat(language, { notation: 'compact', maximumFractionDigits: 0 });
  const million = whole.formatToParts(1_000_000);
  // Some languages count in ten thousands and have no word for a million.
  const hasMillions = million.find(piece => piece.type === 'integer')?.value === whole.format(1);
  if (value < 50_000 || !hasMillions) return glued(whole.formatToParts(value));
  const tenths = numberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const amount = tenths.format(value / 1_000_000);
  return glued(million.map(piece => (piece.type === 'integer' ? { ...piece, value: amount } : piece)));
}

/** `18.4 M`, `12 K`, `840`. All English is written with capitals: `m` would be metres. */
export function compactNumber(value: number, locale: string): string {
  const digits = value < 1000 ? 0 : 1;
  const format = numberFormat(languageOf(locale), {
    notation: 'compact',
    maximumFractionDigits: digits,
  });
  return glued(format.formatToParts(value));
}

function languageOf(locale: string): string {
  return locale.startsWith('en') ? 'en-US' : locale;
}

/** With a space that does not break before the unit, in languages that write none too. */
function glued(pieces: readonly Intl.NumberFormatPart[]): string {
  return pieces
    .map((piece, i) => {
      const bare = piece.type === 'compact' && pieces[i - 1]?.type !== 'literal';
      return bare ? NO_BREAK_SPACE + piece.value : piece.value;
    })
    .join('');
}
