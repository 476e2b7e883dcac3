/** How lines of a file read: which starts make a comment. Prose has neither comments nor imports. */
export type Syntax = 'slashes' | 'hashes' | 'dashes' | 'both' | 'prose';

const SYNTAX_OF: Readonly<Record<string, Syntax>> = {
  md: 'prose',
  mdx: 'prose',
  txt: 'prose',
  rst: 'prose',
  adoc: 'prose',
  c: 'slashes',
  h: 'slashes',
  cc: 'slashes',
  cpp: 'slashes',
  hpp: 'slashes',
  cs: 'slashes',
  java: 'slashes',
  js: 'slashes',
  jsx: 'slashes',
  mjs: 'slashes',
  cjs: 'slashes',
  ts: 'slashes',
  tsx: 'slashes',
  mts: 'slashes',
  go: 'slashes',
  rs: 'slashes',
  kt: 'slashes',
  swift: 'slashes',
  scala: 'slashes',
  dart: 'slashes',
  css: 'slashes',
  scss: 'slashes',
  less: 'slashes',
  proto: 'slashes',
  m: 'slashes',
  mm: 'slashes',
  py: 'hashes',
  rb: 'hashes',
  sh: 'hashes',
  bash: 'hashes',
  zsh: 'hashes',
  pl: 'hashes',
  r: 'hashes',
  yaml: 'hashes',
  yml: 'hashes',
  toml: 'hashes',
  ex: 'hashes',
  exs: 'hashes',
  nix: 'hashes',
  ps1: 'hashes',
  sql: 'dashes',
  lua: 'dashes',
  hs: 'dashes',
  elm: 'dashes',
};

/** By the ending of the path; a path that tells nothing is read as having both kinds of comment. */
export function syntaxOf(path: string): Syntax {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
  return SYNTAX_OF[ending] ?? 'both';
}

const IMPORT =
  /^(?:import\b|from\s+\S+\s+import\b|use\s+[\w:\\]|using\s+[\w.]+\s*;|#\s*include\b|require(?:_relative)?\s|export\s+(?:\*|\{[^}]*\}\s*from\b)|package\s+[\w.]+\s*;?$)/;
const BARE =
  /^\}?\s*(?:else|try|finally|do|return|break|continue|default|pass|end|then|fi|done|begin)\b\s*[:;{]*\s*$/;
const MARKUP_COMMENT = '<!--';

/** Whether `text[start..end)`, already trimmed, opens as an import, a bare keyword or a comment. */
export function isTrivialStart(text: string, start: number, end: number, syntax: Syntax): boolean {
  if (syntax === 'prose' || start === end) return false;
  const first = text.charCodeAt(start);
  const second = start + 1 < end ? text.charCodeAt(start + 1) : 0;
  if (first === 47 /* / */) return second === 47 || second === 42;
  if (first === 42 /* * */) return second === 0 || second === 32 || second === 47 || second === 42;
  if (first === 35 /* # */) return syntax === 'slashes' ? text.startsWith('#include', start) : true;
  if (first === 45 /* - */ && second === 45) return syntax === 'dashes';
  if (first === 60 /* < */) return text.startsWith(MARKUP_COMMENT, start);
  if (!MAY_OPEN[first]) return false;
  const head = text.slice(start, Math.min(end, start + 200));
  return IMPORT.test(head) || (head.length < 24 && BARE.test(head));
}

/** First letters of the words above: most lines need no regular expression. */
const MAY_OPEN = (() => {
  const letters = new Uint8Array(0x10000);
  for (const letter of 'ifurepdtbc}') letters[letter.charCodeAt(0)] = 1;
  return letters;
})();
