import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Agent, LogFile } from '../../src/agents/agent.ts';
import { AGENTS } from '../../src/agents/registry.ts';
import { findLogs } from '../../src/agents/stores/logFiles.ts';
import type { ReadResult } from '../../src/agents/stores/readResult.ts';
import type { AgentRecord, EditRecord } from '../../src/model/records.ts';
import { Chance } from '../bench/chance.ts';
import { type OpenHome, openHome, type Recording, recordings } from './fixtureHome.ts';
import { fuzz } from './fuzz.ts';
import { LedgerOf } from './ledgerOf.ts';
import { describeFile, PACKER, readInto, temporaryFolder, writeFile } from './readingLogs.ts';

const DAMAGED_FILES = 60;
const CUTS = 12;
const LINE_CUTS = 60;
const MOST_READS = 1000;
/** Seconds since the Unix epoch. */
const MOMENT = 1_795_165_200;

interface Truth {
  /** What the store holds; parts that it does not tell are 0, or are left out where all are unknown. */
  readonly tokens?: {
    readonly all: Record<'input' | 'cacheRead' | 'cacheWrite' | 'output' | 'reasoning', number>;
  };
  /** In the unit `credit`. */
  readonly credits?: number;
  readonly repo: string;
  readonly edits: readonly {
    readonly file: string;
    readonly viaShell: boolean;
    readonly applied: boolean;
    readonly added: readonly string[];
    /** `null` where the store does not tell what was written over. */
    readonly removed: readonly string[] | null;
  }[];
}

/** Of these the log keeps cache writes within what was sent anew. */
const WRITES_IN_INPUT = new Set(['gemini', 'opencode', 'kilo', 'qwen', 'cline']);

/** Their counts name no session, or their database lies in no project here. */
const PLACELESS = new Set(['aider', 'continue', 'crush']);

/** All files of an agent in a home, each with its store. */
function filesOf(agent: Agent, home: string) {
  const environment = { home, platform: 'linux', variables: {}, editorFolder: null } as const;
  return agent.stores.flatMap(store => findLogs(store, environment).files.map(file => ({ store, file })));
}

/** Reads all of them into a ledger; edits come apart too, by their keys. */
async function readAll(agent: Agent, home: string, into = new Reading(), reversed = false): Promise<Reading> {
  const files = filesOf(agent, home);
  for (const { store, file } of reversed ? files.reverse() : files)
    into.skipped.push((await readInto(store, file, null, into.add)).skipped);
  return into;
}

/** Between lines, as a call and its result mostly come apart, and somewhere within them. */
function cutsOf(bytes: Buffer, chance: Chance): number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf(10); at >= 0 && at < bytes.length - 1; at = bytes.indexOf(10, at + 1))
    ends.push(at + 1);
  const within = Array.from({ length: CUTS }, () => chance.whole(1, bytes.length - 1));
  return [...ends.slice(0, LINE_CUTS), ...within];
}

const INSERT = /^\s*INSERT/i;
/** What other rows are told with is there before them. */
const FIRST = /^\s*INSERT INTO [`"]?(?:sessions?|session_v2|span_attributes|project)\b/i;

/** A statement ends at a semicolon that ends a line, outside of texts. */
function statementsOf(script: string): string[] {
  const statements: string[] = [];
  let statement = '';
  for (const line of script.split('\n')) {
    statement += `${line}\n`;
    if (!line.trimEnd().endsWith(';') || (statement.split("'").length - 1) % 2 === 1) continue;
    // Each is seen as soon as it is done.
    if (!/^\s*(?:BEGIN|COMMIT)\b/i.test(statement)) statements.push(statement);
    statement = '';
  }
  return [...statements, statement];
}

function asTheyCome(statements: readonly string[]): string[] {
  const [tables, rows] = [[] as string[], [] as string[]];
  for (const statement of statements) (INSERT.test(statement) ? rows : tables).push(statement);
  return [...tables, ...rows.filter(row => FIRST.test(row)), ...rows.filter(row => !FIRST.test(row))];
}

class Reading {
  readonly ledger = new LedgerOf();
  readonly edits = new Map<string, EditRecord>();
  readonly skipped: ReadResult<unknown>['skipped'][] = [];

  readonly add = (record: AgentRecord): void => {
    if (record.kind === 'edit') this.edits.set(record.key, record);
    this.ledger.add(record);
  };
}

/** Some logs have no time but that of their file. */
function writtenAt(path: string, bytes: Buffer): LogFile {
  writeFile(path, bytes);
  utimesSync(path, MOMENT, MOMENT);
  return describeFile(path);
}

/** The first few facts in which two ledgers differ. */
function difference(got: LedgerOf, wanted: LedgerOf): string[] {
  const [a, b] = [new Set(got.facts()), new Set(wanted.facts())];
  const more = [...a].filter(fact => !b.has(fact)).map(fact => `+ ${fact.slice(0, 300)}`);
  const less = [...b].filter(fact => !a.has(fact)).map(fact => `- ${fact.slice(0, 300)}`);
  return [...more, ...less].slice(0, 4);
}

describe('agents: every agent, on what was recorded of it', () => {
  const folder = temporaryFolder();

  it('has a recording of each agent that can be read', () => {
    const recorded = new Set(recordings().map(({ agent }) => agent));
    const missing = AGENTS.filter(({ id, closed }) => closed === undefined && !recorded.has(id));
    assert.deepEqual(
      missing.map(({ id }) => id),
      [],
    );
  });

  for (const recording of recordings())
    describe(`${recording.agent} ${recording.version}`, () => suite(recording));

  function suite(recording: Recording): void {
    const truth = JSON.parse(readFileSync(recording.truth, 'utf8')) as Truth;
    let agent: Agent;
    let open: OpenHome;
    let whole: Reading;
    before(async () => {
      agent = AGENTS.find(({ id }) => id === recording.agent)!;
      assert.ok(agent, `no agent ${recording.agent}`);
      open = openHome(recording.home, join(folder(), recording.agent, recording.version));
      whole = await readAll(agent, open.home);
    });
    after(() => open?.close());

    it('has the tokens and credits that were used', () => {
      const { input = 0, cacheRead = 0, cacheWrite = 0, output = 0, reasoning = 0 } = truth.tokens?.all ?? {};
      const within = WRITES_IN_INPUT.has(recording.agent);
      assert.deepEqual(whole.ledger.used(), {
        tokens: {
          input: within ? input + cacheWrite : input,
          cacheRead,
          cacheWrite: within ? 0 : cacheWrite,
          output: output + reasoning,
        },
        credits: truth.credits ? { credit: truth.credits } : {},
      });
    });

    it('has every edit that was applied, line by line, and no other', () => {
      const side = ({ file, lines }: { file: string; lines: ReturnType<typeof PACKER.patch> }) =>
        JSON.stringify({
          file,
          added: [...lines.added.fingerprints],
          removed: [...lines.removed.fingerprints],
          counts: [lines.addedCount, lines.removedCount],
        });
      const wanted = truth.edits
        .filter(edit => edit.applied && !edit.viaShell)
        .map(({ file, added, removed }) => {
          const lines = PACKER.patch(file, added, removed ?? []);
          return side({ file, lines: removed === null ? { ...lines, removedCount: null } : lines });
        });
      const got = [...whole.edits.values()].map(({ path, lines }) =>
        side({ file: relative(truth.repo, path), lines }),
      );
      assert.deepEqual(got.sort(), wanted.sort());
    });

    it('understands everything', () => {
      for (const skipped of whole.skipped)
        assert.deepEqual(skipped, { malformed: 0, 'too long': 0, 'newer format': 0 });
    });

    it('knows when its sessions were, and where one was', () => {
      if (PLACELESS.has(recording.agent)) return;
      const sessions = whole.ledger.sessions();
      assert.ok(sessions.every(({ started }) => started !== null));
      assert.ok(sessions.some(({ cwd }) => cwd === truth.repo));
    });

    it('holds nothing of what signs the person in', () => {
      assert.ok(!whole.ledger.facts().some(fact => fact.includes('zaunkoenig')));
    });

    it('gives the same records again, and in another order of files', async () => {
      const other = await readAll(agent, open.home, new Reading(), true);
      assert.deepEqual(difference(other.ledger, whole.ledger), []);
      const twice = await readAll(agent, open.home, await readAll(agent, open.home));
      assert.deepEqual(difference(twice.ledger, whole.ledger), []);
    });

    it('gives the same records however a log is cut between two reads, and no more from a part of it', async () => {
      const chance = new Chance(11);
      for (const { store, file } of filesOf(agent, open.home)) {
        if (store.form !== 'lines' || file.compression !== 'none') continue;
        const bytes = readFileSync(file.path);
        const alone = new LedgerOf();
        await readInto(store, writtenAt(file.path, bytes), null, alone.add);
        const full = alone.outputs();
        for (const cut of cutsOf(bytes, chance)) {
          const cutLedger = new LedgerOf();
          // In its place, for its name tells some agents which session it is.
          const half = writtenAt(file.path, bytes.subarray(0, cut));
          const part = await readInto(store, half, null, cutLedger.add);
          for (const [id, output] of cutLedger.outputs()) {
            assert.ok(full.has(id), `a call of its own, cut at byte ${cut}`);
            assert.ok((output ?? 0) <= (full.get(id) ?? 0), `more output, cut at byte ${cut}`);
          }
          const grown = writtenAt(file.path, bytes);
          const cursor = JSON.parse(JSON.stringify(part.cursor)) as unknown;
          await readInto(store, grown, cursor, cutLedger.add);
          assert.deepEqual(difference(cutLedger, alone), [], `cut at byte ${cut}`);
        }
      }
    });

    it('gives the same records however many of a database are told at once', async () => {
      for (const { store, file } of filesOf(agent, open.home)) {
        if (store.form !== 'database') continue;
        const [once, slices] = [new LedgerOf(), new LedgerOf()];
        await readInto(store, file, null, once.add);
        let cursor: unknown = null;
        for (let reads = 0, done = false; !done; reads++) {
          assert.ok(reads < MOST_READS, 'comes to an end');
          const read = await readInto(store, file, cursor, slices.add, 1);
          ({ done } = read);
          cursor = JSON.parse(JSON.stringify(read.cursor));
        }
        assert.deepEqual(difference(slices, once), []);
      }
    });

    it('gives the same records of a database that is read after each row it gains', async () => {
      const home = join(folder(), 'growing', recording.agent, recording.version);
      cpSync(recording.home, home, { recursive: true });
      for (const script of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
        if (!script.endsWith('.sql')) continue;
        const path = join(home, script.slice(0, -'.sql'.length));
        const [once, grown] = [new LedgerOf(), new LedgerOf()];
        const database = new DatabaseSync(path);
        let cursor: unknown = null;
        for (const statement of asTheyCome(statementsOf(readFileSync(join(home, script), 'utf8')))) {
          database.exec(statement);
          if (!INSERT.test(statement)) continue;
          for (const { store, file } of filesOf(agent, home)) {
            if (file.path !== path || store.form !== 'database') continue;
            const read = await readInto(store, file, cursor, grown.add);
            cursor = JSON.parse(JSON.stringify(read.cursor));
          }
        }
        for (const { store, file } of filesOf(agent, home))
          if (file.path === path) await readInto(store, file, null, once.add);
        database.close();
        assert.deepEqual(grown.used(), once.used());
        // What a sum told before a ledger began, and when a session was last seen, may be more.
        const done = (ledger: LedgerOf) => ledger.facts().filter(fact => !/^\["(?:call|session)"/.test(fact));
        assert.deepEqual(done(grown), done(once));
      }
    });

    it('takes damage without throwing, and tells nothing absurd of it', async function () {
      this.timeout(120_000);
      const { slowest, wrong } = await fuzz(agent, recording.home, join(folder(), 'damaged'), {
        files: DAMAGED_FILES,
        seed: 3,
        packer: PACKER,
      });
      assert.deepEqual(wrong, []);
      assert.ok(slowest < 10_000, `${slowest} ms`);
    });
  }
});
