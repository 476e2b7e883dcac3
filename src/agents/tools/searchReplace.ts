const SEARCH = /^(?:<{3,}|-{3,}) ?SEARCH>?\s*$/;
const BETWEEN = /^={3,}\s*$/;
const REPLACE = /^(?:>{3,}|\+{3,}) ?REPLACE>?\s*$/;
/** Roo says before the text where it is looked for. */
const HEADER = /^:(?:start|end)_line:/;
const RULE = /^-{3,}\s*$/;

/** Texts and what takes their places, from blocks of `SEARCH` and `REPLACE`; empty where there is none. */
export function searchReplaceBlocks(text: string): { before: string; after: string }[] {
  const blocks: { before: string; after: string }[] = [];
  let before: string[] | null = null;
  let after: string[] | null = null;
  let header = false;
  for (const line of text.split(/\r?\n/)) {
    if (SEARCH.test(line)) {
      before = [];
      after = null;
      header = true;
    } else if (before !== null && after === null && BETWEEN.test(line)) after = [];
    else if (before !== null && after !== null && REPLACE.test(line)) {
      blocks.push({ before: joined(before), after: joined(after) });
      before = null;
      after = null;
    } else if (after !== null) after.push(line);
    else if (before !== null) {
      if (header && HEADER.test(line)) continue;
      if (header && RULE.test(line)) {
        header = false;
        before = [];
      } else before.push(line);
    }
  }
  return blocks;
}

function joined(lines: readonly string[]): string {
  return lines.map(line => `${line}\n`).join('');
}
