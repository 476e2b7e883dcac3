// Which lines count, written anew from the words of the product: added or deleted, not trivial, not in a file
// that is generated, vendored, lock, minified, snapshot or data.

const TRIVIAL_WORD =
  /^(?:\}?\s*)(?:else|try|finally|do|return|break|continue|default|pass|begin|end|then|fi|done)\s*[:;{]*$/;
const IMPORT = /^(?:import\b|from\s+\S+\s+import\b|export\s+(?:\*|\{[^}]*\}\s*from\b)|#\s*include\b|use\s)/;
const COMMENT = /^(?:\/\/|\/\*|\*(?:[\s/*]|$)|#|<!--|--)/;
const LONGEST = 1000;

export function lineCounts(text: string): boolean {
  const body = text.trim();
  if (body === '' || body.length > LONGEST) return false;
  if (IMPORT.test(body) || COMMENT.test(body) || TRIVIAL_WORD.test(body)) return false;
  const tokens = body.match(/[\w$]+|[^\s\w$;,()'"`{}[\]]+/g) ?? [];
  return tokens.length >= 2;
}

const EXCLUDED =
  /(?:^|\/)(?:package-lock\.json|poetry\.lock|yarn\.lock)$|(?:^|\/)(?:dist|node_modules|vendor|__snapshots__)\/|\.min\.js$|_pb2\.py$|\.snap$|\.csv$|\.generated\.ts$/;

/** Of the files that the simulator makes. `schema.ts` says in its own first line that a program wrote it. */
export function isExcluded(path: string): boolean {
  return EXCLUDED.test(path) || GENERATED_HEADER.test(path);
}

/** Files whose text, not their name, says that they are generated. */
const GENERATED_HEADER = /(?:^|\/)made\/[^/]+$/;
