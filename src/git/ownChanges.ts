import type { Packer } from '../lines/packer.ts';
import { type ChangedPath, FileLines, LINE_LIMIT } from './fileLines.ts';
import { LineCutter } from './lineCutter.ts';
import type { PatchSink } from './patchStream.ts';

/** What each merge starts with in `git log`: one line, so that no part of it can be taken for a patch. */
export const MERGE_FORMAT = '--format=tformat:commit %H%x09%P%x09%at %ct%x09%ae%x09%ce';

/** Only what a merge has that none of its parents has: conflicts resolved by hand, and slips. */
export const OWN_OPTIONS: readonly string[] = [
  '--diff-merges=dense-combined',
  '-p',
  '-U0',
  '-M',
  '-l1000',
  '-O/dev/null',
  '--histogram',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--ignore-submodules=all',
];

const NEWLINE = 10;
const PLUS = 43;
const MINUS = 45;
const SPACE = 32;

/**
 * Reads `git log` with `MERGE_FORMAT` and `OWN_OPTIONS`, in chunks of any size. A line counts as added that no
 * parent has, as removed one that all of them had.
 */
export class OwnChangesParser {
  readonly #packer: Packer;
  readonly #sink: PatchSink;
  readonly #keepsGrams: (path: string) => boolean;
  readonly #cutter: LineCutter;
  #parents = 0;
  #inHunk = false;
  #file: FileLines | null = null;

  constructor(packer: Packer, sink: PatchSink, keepsGrams: (path: string) => boolean = () => true) {
    this.#packer = packer;
    this.#sink = sink;
    this.#keepsGrams = keepsGrams;
    this.#cutter = new LineCutter(LINE_LIMIT, (bytes, start, end, length) =>
      this.#line(bytes, start, end, length),
    );
    this.#cutter.separator = NEWLINE;
  }

  push(chunk: Buffer): void {
    this.#cutter.push(chunk);
  }

  end(): void {
    this.#cutter.end();
    this.#closeFile();
  }

  #line(bytes: Buffer, start: number, end: number, length: number): void {
    const first = bytes[start];
    const isChanged = first === PLUS || first === MINUS || first === SPACE;
    if (this.#inHunk && isChanged) this.#changedLine(bytes, start, end, length);
    else this.#header(bytes.toString('utf8', start, end));
  }

  #header(line: string): void {
    if (line.startsWith('commit ')) {
      this.#closeFile();
      const [commit = '', parents = '', times = '', author = '', committer = ''] = line
        .slice('commit '.length)
        .split('\t');
      this.#parents = parents.split(' ').length;
      this.#sink.commit([commit, parents, times, author, committer, ''].join('\n'));
    } else if (line.startsWith('diff --cc ')) {
      this.#closeFile();
      const path = unquoted(line.slice('diff --cc '.length));
      this.#file = new FileLines({
        path,
        oldPath: null,
        status: 'M',
        submodule: false,
      } satisfies ChangedPath);
    } else if (line.startsWith('@@@')) this.#inHunk = true;
    else if (line.startsWith('Binary files ')) this.#file?.leaveOut('binary');
  }

  #changedLine(bytes: Buffer, start: number, end: number, length: number): void {
    const sign = bytes[start];
    if (sign === SPACE) return;
    for (let i = 1; i < this.#parents; i++) if (bytes[start + i] !== sign) return;
    const text = bytes.toString('utf8', Math.min(end, start + this.#parents), end);
    this.#file?.add(sign === PLUS ? '+' : '-', text, length);
  }

  #closeFile(): void {
    this.#inHunk = false;
    if (this.#file !== null) this.#sink.file(this.#file.pack(this.#packer, this.#keepsGrams));
    this.#file = null;
  }
}

const ESCAPED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
};

/** A path as git writes it in a header: in quotes where it has characters that would end it. */
function unquoted(path: string): string {
  if (!path.startsWith('"')) return path;
  const text = path
    .slice(1, -1)
    .replace(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, letter = '') =>
      octal === undefined ? (ESCAPED[letter] ?? letter) : String.fromCharCode(Number.parseInt(octal, 8)),
    );
  return text;
}
