/** Of a text that others wrote, so much is shown at most, in UTF-16 units. */
const MOST = 300;
/** Marks on one letter: more would grow over the lines around it. */
const STACKED = /(\p{Mark}{4})\p{Mark}+/gu;
/** What commands a terminal, breaks lines, or turns the direction of what comes after it. */
const COMMANDS = /[\p{Control}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A title, path, branch or name as it can stand in a line, with a sign in the place of each that cannot be seen. */
export function visible(text: string): string {
  const cut = text.length > MOST ? `${text.slice(0, MOST).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return cut.replace(/\s+/g, ' ').replace(COMMANDS, '\ufffd').replace(STACKED, '$1');
}
