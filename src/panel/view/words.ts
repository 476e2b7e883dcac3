import type { PanelStrings } from '../protocol.ts';

/** A run of text; what is strong carries the outcome, never tokens or money. */
export interface Part {
  readonly text: string;
  readonly strong: boolean;
}

/** The words of the page and the language to write numbers and days in. */
export interface Voice {
  readonly strings: PanelStrings;
  /** BCP 47. */
  readonly locale: string;
  /** IANA name; `undefined` is the reader's own. */
  readonly timeZone: string | undefined;
  readonly now: Date;
}

/** Puts values in the places of `{0}`, `{1}` …; a place without a value stays as it is. */
export function fill(template: string, ...values: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (place, index) => values[Number(index)] ?? place);
}

/** Cuts at `**`, which never reaches the page. */
export function parts(marked: string): Part[] {
  return marked
    .split('**')
    .map((text, i) => ({ text, strong: i % 2 === 1 }))
    .filter(part => part.text !== '');
}

export function plain(of: readonly Part[]): string {
  return of.map(part => part.text).join('');
}

/** `a, b and c`. */
export function list(items: readonly string[], { strings }: Voice): string {
  if (items.length < 2) return items[0] ?? '';
  const head = items.slice(0, -1).reduce((a, b) => fill(strings.more, a, b));
  return fill(strings.and, head, items[items.length - 1]!);
}

/** `a · b · c`, without what is empty. */
export function dots(items: readonly (string | null)[], { strings }: Voice): string {
  const known = items.filter(item => item !== null && item !== '') as string[];
  return known.length === 0 ? '' : known.reduce((a, b) => fill(strings.row.join, a, b));
}

export function capital(sentence: string, locale: string): string {
  return sentence.replace(/\p{Letter}|\p{Number}/u, first => first.toLocaleUpperCase(locale));
}
