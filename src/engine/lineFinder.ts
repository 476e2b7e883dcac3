import type { DatabaseSync } from 'node:sqlite';
import { type AskedLine, type FileWork, lineAuthor, tells } from '../insight/lineAuthor.ts';
import { TELLING_TOKENS } from '../insight/net.ts';
import { formerPaths } from '../ledger/formerPaths.ts';
import { GitTables } from '../ledger/gitTables.ts';
import type { Key } from '../ledger/keyFile.ts';
import { type EditFacts, type SessionFacts, SessionReads } from '../ledger/sessionReads.ts';
import { createPacker } from '../lines/packer.ts';
import type { Confidence } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import { Families } from './families.ts';
import { KnownFolders } from './knownFolders.ts';
import type { LineEvidence, LineInFile } from './protocol.ts';
import { fileEdit } from './works.ts';

export interface FoundAuthor {
  readonly session: SessionFacts;
  readonly at: Instant;
  readonly evidence: LineEvidence;
  readonly confidence: Confidence;
}

/** Between two of so many edits, others have their turn. */
const EDITS_AT_ONCE = 500;

/** Which conversation wrote a line of a file, by the fingerprints that the ledger keeps. */
export class LineFinder {
  readonly #database: DatabaseSync;
  readonly #key: Key;

  constructor(database: DatabaseSync, key: Key) {
    this.#database = database;
    this.#key = key;
  }

  async find(line: LineInFile): Promise<FoundAuthor | 'too common' | 'none'> {
    const asked = await this.#pack(line);
    if (asked === null) return 'too common';
    const reads = new SessionReads(this.#database);
    const families = new Families(reads.sessions());
    const sessions = new Map(families.roots.map(session => [session.id, session]));
    // Fingerprints of another key say nothing under this one.
    const edits = reads.edits().filter(({ key }) => key === this.#key.id);
    const isOwn = this.#sameFile(line.path);
    const [own, others] = [edits.filter(isOwn), edits.filter(edit => !isOwn(edit))];
    const author = lineAuthor(asked, worksOf(own, families)) ?? (await elsewhere(asked, others, families));
    const session = author === null ? undefined : sessions.get(author.session);
    if (author !== null && session !== undefined) return { ...author, session };
    return tells(asked, asked.index) ? 'none' : 'too common';
  }

  /** `null` for a line with nothing in it. */
  async #pack({ path, before, text, after }: LineInFile): Promise<AskedLine | null> {
    const packer = await createPacker(this.#key.bytes);
    if (packer.lines(path, [text]).flags.length === 0) return null;
    const { added, grams } = packer.patch(path, [...before, text, ...after], []);
    return { around: added, grams, index: packer.lines(path, before).flags.length };
  }

  /** In other worktrees, and under the names that it had before, a file is the same. */
  #sameFile(path: string): (edit: EditFacts) => boolean {
    const folders = new KnownFolders(new GitTables(this.#database));
    const place = folders.place(path);
    const wanted = comparable(path);
    if (place === null) return edit => comparable(edit.path) === wanted;
    const names = new Set([place.path, ...formerPaths(this.#database, place.repository, place.path)]);
    const lastNames = new Set([...names].map(lastName));
    const known = new Map<string, boolean>();
    return edit => {
      if (!lastNames.has(lastName(edit.path))) return false;
      let same = known.get(edit.path);
      if (same === undefined) {
        const other = folders.place(edit.path);
        same =
          comparable(edit.path) === wanted ||
          (other !== null && other.repository === place.repository && names.has(other.path));
        known.set(edit.path, same);
      }
      return same;
    };
  }
}

function worksOf(edits: readonly EditFacts[], families: Families): FileWork[] {
  const bySession = new Map<number, EditFacts[]>();
  for (const edit of edits) {
    const root = families.rootOf(edit.session);
    bySession.set(root, [...(bySession.get(root) ?? []), edit]);
  }
  return [...bySession].map(([session, list]) => ({ session, edits: list.map(fileEdit) }));
}

/** The last edit of any other file that has the very line; only of lines that do not stand in many. */
async function elsewhere(asked: AskedLine, edits: readonly EditFacts[], families: Families) {
  const { around, index } = asked;
  if (!tells(asked, index) || around.tokens[index]! < TELLING_TOKENS) return null;
  for (const [count, edit] of edits.toReversed().entries()) {
    if (edit.lines().added.fingerprints.includes(around.fingerprints[index]!)) {
      const found = { evidence: 'another file', confidence: 'thin' } as const;
      return { session: families.rootOf(edit.session), at: edit.at, ...found };
    }
    if (count % EDITS_AT_ONCE === 0) await new Promise(resolve => setImmediate(resolve));
  }
  return null;
}

function lastName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Editors and agents write the letter of a drive, and slashes, as they like. */
function comparable(path: string): string {
  return /^[a-z]:/i.test(path) ? path.toLowerCase().replaceAll('\\', '/') : path;
}
