import type { DatabaseSync } from 'node:sqlite';
import { type AskedLine, type FileWork, leftIn, lineAuthor, near, tells } from '../insight/lineAuthor.ts';
import { type NetFile, netOfEdits, withoutMoves } from '../insight/net.ts';
import { type EditFacts, EditReads } from '../ledger/editReads.ts';
import { formerPaths } from '../ledger/formerPaths.ts';
import { GitTables } from '../ledger/gitTables.ts';
import type { Key } from '../ledger/keyFile.ts';
import { type SessionFacts, SessionReads } from '../ledger/sessionReads.ts';
import { createPacker } from '../lines/packer.ts';
import type { Confidence } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import { Families } from './families.ts';
import { KnownFolders } from './knownFolders.ts';
import type { LineEvidence, LineInFile } from './protocol.ts';

export interface FoundAuthor {
  readonly session: SessionFacts;
  readonly at: Instant;
  readonly evidence: LineEvidence;
  readonly confidence: Confidence;
}

/** Stands for the file that is asked about, under whatever name. */
const OWN = '';
/** Lines close by that must have been written with a line, to take it for the same in another file. */
const COMPANY = 3;
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
    const edits = new EditReads(this.#database).all().filter(({ key }) => key === this.#key.id);
    const isOwn = this.#sameFile(line.path);
    const bySession = Map.groupBy(edits, edit => families.rootOf(edit.session));
    const author =
      lineAuthor(asked, worksIn(isOwn, bySession)) ??
      (await elsewhere(asked, edits.filter(edit => !isOwn(edit)).reverse(), families, bySession));
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
  #sameFile(path: string): IsOwn {
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

type IsOwn = (edit: EditFacts) => boolean;
type BySession = ReadonlyMap<number, readonly EditFacts[]>;

/** What each session did to the file; of its other files only what it moved from there. */
function worksIn(isOwn: IsOwn, sessions: BySession): FileWork[] {
  return [...sessions].flatMap(([session, edits]) => {
    const own = edits.filter(isOwn);
    if (own.length === 0) return [];
    return [{ session, edits: own, net: netsOf(edits, edit => (isOwn(edit) ? OWN : edit.path)).get(OWN)! }];
  });
}

function netsOf(edits: readonly EditFacts[], nameOf: (edit: EditFacts) => string): Map<string, NetFile> {
  const files = Map.groupBy(edits, nameOf);
  return withoutMoves(new Map([...files].map(([path, list]) => [path, netOfEdits(list)])));
}

/**
 * The last edit of any other file that left the very line there, and lines that are close by: one alone may stand in
 * many.
 */
async function elsewhere(
  asked: AskedLine,
  edits: readonly EditFacts[],
  families: Families,
  bySession: BySession,
) {
  const { around, index } = asked;
  if (!tells(asked, index)) return null;
  const nets = new Map<number, Map<string, NetFile>>();
  for (const [count, edit] of edits.entries()) {
    if (count % EDITS_AT_ONCE === 0) await new Promise(resolve => setImmediate(resolve));
    const { fingerprints } = edit.added;
    if (!fingerprints.includes(around.fingerprints[index]!) || near(asked, fingerprints) < COMPANY) continue;
    const session = families.rootOf(edit.session);
    const net = nets.get(session) ?? netsOf(bySession.get(session) ?? [], ({ path }) => path);
    nets.set(session, net);
    const file = net.get(edit.path);
    const left = file === undefined ? [] : leftIn(file);
    if (left.includes(around.fingerprints[index]!) && near(asked, left) >= COMPANY)
      return { session, at: edit.at, evidence: 'another file', confidence: 'thin' } as const;
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
