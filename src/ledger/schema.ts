// ledger: the person's own store, one per machine. Records and facts of git come in, merged; rows go out.
// Numbers, ids, paths and times only: no word of prompts or code is ever written here.

import { CALL_SUMS } from './callSums.ts';
import { FINDING_COLUMNS } from './findingColumns.ts';

/** Each entry brings a ledger one version further; an entry that has shipped is never edited. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- Who collects: one row per role, taken over when its heartbeat is old.
  CREATE TABLE lease (
    role TEXT PRIMARY KEY, holder TEXT NOT NULL, beat INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE agent (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE model (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

  -- Ids of paths, calls, edits and acts are made of their names: see recordKey.ts.
  CREATE TABLE path (id INTEGER PRIMARY KEY, path TEXT NOT NULL) STRICT;

  -- How far each log was read.
  CREATE TABLE log (
    path TEXT PRIMARY KEY, agent INTEGER NOT NULL, cursor TEXT NOT NULL,
    bytes INTEGER NOT NULL, skipped INTEGER NOT NULL, reason TEXT, version TEXT, seen INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE session (
    id INTEGER PRIMARY KEY, agent INTEGER NOT NULL, name TEXT NOT NULL, parent TEXT, forked TEXT,
    started INTEGER, ended INTEGER,
    cwd TEXT, cwd_at INTEGER, branch TEXT, branch_at INTEGER,
    head TEXT, head_at INTEGER, remote TEXT, remote_at INTEGER,
    log TEXT, log_at INTEGER,
    UNIQUE (agent, name)
  ) STRICT;

  -- Numbers of records come in no order: only their index is written all over, the rows lie as they come.
  -- A sub-agent's copy of a reply (sidechain) has the reply's number in common with the main chain's.
  CREATE TABLE call (
    id INTEGER NOT NULL UNIQUE, reply INTEGER NOT NULL, agent INTEGER NOT NULL, session INTEGER NOT NULL,
    at INTEGER NOT NULL, model INTEGER, input INTEGER, cache_read INTEGER, cache_write_5m INTEGER,
    cache_write_1h INTEGER, output INTEGER, reasoning INTEGER, cost INTEGER, credit_unit TEXT, credit REAL,
    sidechain INTEGER NOT NULL, quality INTEGER NOT NULL,
    -- Only where a fuller store may tell of the same calls: of what stretch of the session this one tells.
    lesser INTEGER, lesser_since INTEGER, lesser_until INTEGER
  ) STRICT;
  CREATE INDEX call_lesser ON call (session) WHERE lesser IS NOT NULL;

  -- Only for records that stand in several sessions (forks, resumed copies): which ones.
  CREATE TABLE seen (
    kind TEXT NOT NULL, id INTEGER NOT NULL, session INTEGER NOT NULL, PRIMARY KEY (kind, id, session)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE edit (
    id INTEGER NOT NULL UNIQUE, agent INTEGER NOT NULL, session INTEGER NOT NULL, at INTEGER NOT NULL,
    path INTEGER NOT NULL, baseline TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER,
    generated INTEGER NOT NULL, normaliser INTEGER NOT NULL, key INTEGER NOT NULL,
    lines BLOB NOT NULL, grams BLOB
  ) STRICT;
  CREATE INDEX edit_by_session ON edit (session);

  CREATE TABLE act (
    id INTEGER NOT NULL UNIQUE, session INTEGER NOT NULL, at INTEGER NOT NULL,
    act TEXT NOT NULL, human INTEGER, target INTEGER, args INTEGER, result INTEGER, ok INTEGER
  ) STRICT;

  CREATE TABLE link (
    session INTEGER NOT NULL, link TEXT NOT NULL, target TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (session, link, target)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE repository (
    id INTEGER PRIMARY KEY, common_dir TEXT NOT NULL UNIQUE, root TEXT NOT NULL, remote TEXT, remote_identity TEXT,
    shipping_ref TEXT, last_heard INTEGER, refs_at INTEGER, shallow INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- A folder that a session named, as it was when we first looked: outlives the folder.
  CREATE TABLE folder (
    path TEXT PRIMARY KEY, worktree TEXT, repository INTEGER, evidence TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ref (
    repository INTEGER NOT NULL, name TEXT NOT NULL, oid TEXT NOT NULL, PRIMARY KEY (repository, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ref_move (
    repository INTEGER NOT NULL, ref TEXT NOT NULL, origin TEXT NOT NULL, target TEXT NOT NULL, at INTEGER NOT NULL,
    kind TEXT NOT NULL, forced INTEGER NOT NULL, actor TEXT, logged INTEGER NOT NULL, backfilled INTEGER NOT NULL,
    PRIMARY KEY (repository, ref, origin, target, at)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE remote (
    repository INTEGER NOT NULL, name TEXT NOT NULL, identity TEXT NOT NULL, PRIMARY KEY (repository, name)
  ) STRICT, WITHOUT ROWID;

  -- Commits that a remote-tracking ref got; gone is when it was seen not to have them any more.
  CREATE TABLE arrival (
    repository INTEGER NOT NULL, ref TEXT NOT NULL, oid TEXT NOT NULL, at INTEGER NOT NULL, source TEXT NOT NULL,
    forced INTEGER NOT NULL, actor TEXT, backfilled INTEGER NOT NULL, gone INTEGER,
    PRIMARY KEY (repository, ref, oid)
  ) STRICT;

  -- What commits changed since the first edit in their repository; a commit never changes, so neither does its row.
  CREATE TABLE commit_change (
    repository INTEGER NOT NULL, oid TEXT NOT NULL, parents TEXT NOT NULL,
    authored INTEGER NOT NULL, committed INTEGER NOT NULL, author TEXT NOT NULL, committer TEXT NOT NULL,
    mentions TEXT NOT NULL,
    -- 1: a merge, with what none of its parents has; 0: the difference from the first parent.
    own INTEGER NOT NULL,
    PRIMARY KEY (repository, oid, own)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE file_change (
    repository INTEGER NOT NULL, oid TEXT NOT NULL, path TEXT NOT NULL, old_path TEXT, unread TEXT,
    -- Token runs of the added text, only of files that sessions edited.
    lines BLOB NOT NULL, grams BLOB, own INTEGER NOT NULL,
    PRIMARY KEY (repository, oid, own, path)
  ) STRICT, WITHOUT ROWID;

  -- Pieces that are settled, by their sessions: never joined or split again.
  CREATE TABLE sealed_piece (session INTEGER PRIMARY KEY, piece TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

  -- What the person said of a session. Nothing is deleted: what was taken back says when.
  CREATE TABLE correction (
    id INTEGER PRIMARY KEY, session INTEGER NOT NULL, said TEXT NOT NULL, target TEXT, at INTEGER NOT NULL,
    undone INTEGER
  ) STRICT;

  -- An outcome that had been settled and is another now, and when that was seen.
  CREATE TABLE restatement (
    kind TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, was TEXT NOT NULL, became TEXT NOT NULL,
    PRIMARY KEY (kind, name, at)
  ) STRICT, WITHOUT ROWID;

  -- What was found of each session and piece: derived, written anew whenever facts change.
  CREATE TABLE finding (kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, name))
    STRICT, WITHOUT ROWID;
  `,
  `
  -- What stood in a file before it was written over unseen, where a commit had it.
  CREATE TABLE baseline (edit INTEGER PRIMARY KEY, oid TEXT NOT NULL, lines BLOB NOT NULL) STRICT;
  `,
  `
  -- What was shown to the person once, and how it ended. Nothing is deleted: cool-downs and answers count by it.
  -- Seen is when the page that has it was open; told is when a notification said it.
  CREATE TABLE nudge (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, value TEXT NOT NULL, shown INTEGER NOT NULL,
    seen INTEGER, told INTEGER, how TEXT, ended INTEGER, lifted INTEGER
  ) STRICT;
  `,
  `
  -- Use, summed up beside the calls, so that a report need not read them all: see useKey.ts.
  -- No model is 0, no unit of credits is ''; a count that its kind does not tell is 0.
  CREATE TABLE call_sum (
    session INTEGER NOT NULL, quarter INTEGER NOT NULL, model INTEGER NOT NULL, kind INTEGER NOT NULL,
    unit TEXT NOT NULL, calls INTEGER NOT NULL, input INTEGER NOT NULL, cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL, cache_write_1h INTEGER NOT NULL, output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL, cost INTEGER NOT NULL, credit INTEGER NOT NULL,
    PRIMARY KEY (session, quarter, model, kind, unit)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO call_sum ${CALL_SUMS};

  CREATE TABLE act_sum (
    session INTEGER NOT NULL, act TEXT NOT NULL, total INTEGER NOT NULL, PRIMARY KEY (session, act)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO act_sum SELECT session, act, count(*) FROM act GROUP BY session, act;
  CREATE INDEX call_sidechain ON call (reply) WHERE sidechain = 1;

  -- In which change something of a session was written last: see changes.ts.
  CREATE TABLE session_change (session INTEGER PRIMARY KEY, change INTEGER NOT NULL) STRICT;
  INSERT INTO session_change SELECT id, 0 FROM session;
  ALTER TABLE finding ADD COLUMN change INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX finding_change ON finding (change);
  `,
  `
  -- What figures ask of all findings lies apart from their text, of which there are years: see findingColumns.ts.
  CREATE INDEX finding_of_session ON finding (name, ${FINDING_COLUMNS.session}) WHERE kind = 'session';
  CREATE INDEX finding_of_piece ON finding (name, ${FINDING_COLUMNS.piece}) WHERE kind = 'piece';
  `,
  `
  -- What the person said of refs that are taken for production. Nothing is deleted: what was taken back says when.
  CREATE TABLE production_word (
    id INTEGER PRIMARY KEY, repository INTEGER NOT NULL, kind TEXT NOT NULL, branch TEXT, said TEXT NOT NULL,
    at INTEGER NOT NULL, undone INTEGER
  ) STRICT;
  `,
  `
  -- Lines of files lie beside their keys, not in them: SQLite reads whole keys of others to find one. The room that
  -- they leave is used again by what is written next.
  ALTER TABLE file_change RENAME TO file_change_before;
  CREATE TABLE file_change (
    id INTEGER PRIMARY KEY, repository INTEGER NOT NULL, oid TEXT NOT NULL, own INTEGER NOT NULL,
    path TEXT NOT NULL, old_path TEXT, unread TEXT,
    -- Token runs of the added text, only of files that sessions edited.
    lines BLOB NOT NULL, grams BLOB,
    UNIQUE (repository, oid, own, path)
  ) STRICT;
  INSERT INTO file_change (repository, oid, own, path, old_path, unread, lines, grams)
    SELECT repository, oid, own, path, old_path, unread, lines, grams FROM file_change_before;
  DROP TABLE file_change_before;
  CREATE INDEX file_renamed ON file_change (repository, path) WHERE old_path IS NOT NULL;
  `,
  `
  -- Who tells of a link: see linkTable.ts; NULL where that was not kept.
  ALTER TABLE link ADD COLUMN told_by TEXT;
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;
