import type { Packer } from '../lines/packer.ts';
import type { FileChange } from '../model/git.ts';
import { type ChangedPath, FileLines, LINE_LIMIT } from './fileLines.ts';
import { LineCutter } from './lineCutter.ts';

/** What each commit starts with in `git log`; the parser knows a commit by the first word. */
export const COMMIT_FORMAT = '--format=tformat:commit %H%n%P%n%at %ct%n%ae%n%ce%n%B';

/** A raw record for each file, then the patches in the same order: the records hold paths byte for byte. */
export const PATCH_OPTIONS: readonly string[] = [
  '--raw',
  '--no-abbrev',
  '-p',
  '-z',
  '-U0',
  '--inter-hunk-context=0',
  '-M',
  '-l1000',
  // Cancels diff.orderFile.
  '-O/dev/null',
  '--histogram',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--submodule=short',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** Git takes larger files for binary ones instead of comparing them. */
export const PATCH_SETTINGS: Readonly<Record<string, string>> = { 'core.bigFileThreshold': '8m' };

/** Bytes of changed lines in one commit after which files are told without lines. */
const COMMIT_LIMIT = 64 * 1024 * 1024;

const NUL = 0;
const NEWLINE = 10;
const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const COLON = 58;
const SUBMODULE = '160000';

/** Receives what the parser reads, in order: the files of a commit follow it. */
export interface PatchSink {
  /** The fields of `COMMIT_FORMAT` without its first word. */
  commit(header: string): void;
  file(change: FileChange): void;
}

/**
 * Reads `git log` or `git diff` with `PATCH_OPTIONS`, in chunks of any size. Memory is bounded by one file of
 * one megabyte. Merges come as their difference from the first parent.
 */
export class PatchParser {
  readonly #packer: Packer;
  readonly #sink: PatchSink;
  readonly #keepsGrams: (path: string) => boolean;
  readonly #cutter: LineCutter;
  /** What the next field is; paths follow their raw record. */
  #expect: 'field' | 'path' | 'new path' | 'header' | 'patch' = 'field';
  #firstLine = '';
  #record: { status: string; submodule: boolean } = { status: '', submodule: false };
  #oldPath = '';
  #waiting: ChangedPath[] = [];
  #file: { lines: FileLines; sections: number } | null = null;
  #oldLeft = 0;
  #newLeft = 0;
  #commitBytes = 0;

  /** @param keepsGrams paths of whose added text token runs are told as well */
  constructor(packer: Packer, sink: PatchSink, keepsGrams: (path: string) => boolean = () => true) {
    this.#packer = packer;
    this.#sink = sink;
    this.#keepsGrams = keepsGrams;
    this.#cutter = new LineCutter(LINE_LIMIT, (bytes, start, end, length) =>
      this.#line(bytes, start, end, length),
    );
  }

  push(chunk: Buffer): void {
    this.#cutter.push(chunk);
  }

  end(): void {
    this.#cutter.end();
    this.#closeCommit();
  }

  #line(bytes: Buffer, start: number, end: number, length: number): void {
    if (this.#expect === 'patch') {
      if (this.#oldLeft > 0 || this.#newLeft > 0) this.#changedLine(bytes, start, end, length);
      else this.#patchHeader(bytes.toString('utf8', start, end));
    } else this.#field(bytes.toString('utf8', start, end));
  }

  #field(text: string): void {
    switch (this.#expect) {
      case 'path':
        if (/^[RC]/.test(this.#record.status)) {
          this.#oldPath = text;
          this.#expect = 'new path';
        } else this.#changed(text, null);
        return;
      case 'new path':
        this.#changed(text, this.#oldPath);
        return;
      case 'header':
        this.#expect = 'field';
        this.#startCommit(`${this.#firstLine}\n${text}`);
        return;
      default: {
        const record = text.startsWith('\n') ? text.slice(1) : text;
        if (record.charCodeAt(0) === COLON) this.#rawRecord(record);
        else if (text === '') this.#startPatch();
        else if (text.startsWith('commit ')) this.#startCommit(text.slice('commit '.length));
      }
    }
  }

  #rawRecord(record: string): void {
    const [oldMode, newMode, , , status] = record.slice(1).split(' ');
    this.#record = { status: status ?? '', submodule: oldMode === SUBMODULE || newMode === SUBMODULE };
    this.#expect = 'path';
  }

  #changed(path: string, oldPath: string | null): void {
    const copied = this.#record.status.startsWith('C');
    this.#waiting.push({ ...this.#record, path, oldPath: copied ? null : oldPath });
    this.#expect = 'field';
  }

  #startCommit(header: string): void {
    this.#closeCommit();
    this.#sink.commit(header);
  }

  #startPatch(): void {
    this.#expect = 'patch';
    this.#cutter.separator = NEWLINE;
  }

  #patchHeader(line: string): void {
    if (line.startsWith('diff --git ')) this.#startSection();
    else if (line.startsWith('@@ ')) {
      const counts = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
      this.#oldLeft = Number(counts?.[1] ?? 1);
      this.#newLeft = Number(counts?.[2] ?? 1);
    } else if (line.startsWith('Binary files ')) this.#file?.lines.leaveOut('binary');
    else if (line.startsWith('commit ')) {
      this.#firstLine = line.slice('commit '.length);
      this.#expect = 'header';
      this.#cutter.separator = NUL;
    }
  }

  /** A file that became a link, or the reverse, has one record and two sections. */
  #startSection(): void {
    if (this.#file !== null && this.#file.sections > 1) {
      this.#file.sections--;
      return;
    }
    this.#closeFile();
    const changed = this.#waiting.shift();
    if (changed === undefined) return;
    this.#file = {
      lines: new FileLines(changed),
      sections: changed.status === 'T' && !changed.submodule ? 2 : 1,
    };
    if (this.#commitBytes > COMMIT_LIMIT) this.#file.lines.leaveOut('large');
  }

  #changedLine(bytes: Buffer, start: number, end: number, length: number): void {
    const sign = bytes[start];
    if (sign === PLUS) this.#newLeft--;
    else if (sign === MINUS) this.#oldLeft--;
    else {
      if (sign === SPACE) {
        this.#oldLeft--;
        this.#newLeft--;
      }
      return;
    }
    this.#commitBytes += length;
    this.#file?.lines.add(sign === PLUS ? '+' : '-', bytes.toString('utf8', start + 1, end), length);
  }

  #closeFile(): void {
    if (this.#file === null) return;
    this.#sink.file(this.#file.lines.pack(this.#packer, this.#keepsGrams));
    this.#file = null;
  }

  #closeCommit(): void {
    this.#closeFile();
    for (const changed of this.#waiting)
      this.#sink.file(new FileLines(changed).pack(this.#packer, this.#keepsGrams));
    this.#waiting = [];
    this.#commitBytes = 0;
  }
}
