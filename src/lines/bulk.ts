/** Linguist's bound for minified files. */
const MINIFIED_LINE = 110;
/** Fewer characters than this are an edit of a few long lines. */
const MINIFIED_TEXT = 5000;
const LARGE_TEXT = 1024 * 1024;
const DATA_LINES = 200;

/**
 * Whether a program made a text, by its bulk: minified, or data, or larger than anybody writes. Told of what one
 * edit or one commit changed, as of that alone the text is known.
 */
export function isBulk(path: string, texts: readonly string[]): boolean {
  let length = texts.length;
  for (const text of texts) length += text.length;
  if (length > LARGE_TEXT) return true;
  if (/\.(?:[cm]?js|css)$/i.test(path))
    return length > MINIFIED_TEXT && length / texts.length > MINIFIED_LINE;
  return /\.json$/i.test(path) && texts.length > DATA_LINES;
}
