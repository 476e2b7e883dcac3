import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { badgeText } from '../../src/badge/badgeText.ts';
import type { WorkerRole, WorkerStart } from '../../src/engine/protocol.ts';
import type { CollectorKeeper } from '../../src/host/collectorKeeper.ts';
import type { SummarySource } from '../../src/host/summarySource.ts';
import { SCHEMA_VERSION } from '../../src/ledger/schema.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { ReportModel } from '../../src/panel/reportModel.ts';
import { badgeVoice } from '../badge/summary.ts';
import { Desk, feature } from './desk.ts';
import { asked, keptLog, keptMemory, standInForEditor } from './editorStub.ts';

const SCRIPT = new URL('../../src/engine/worker.ts', import.meta.url);

describe('engine: what a window tells of its workers', () => {
  let desk: Desk;
  let root: string;
  let Keeper: typeof CollectorKeeper;
  let Model: typeof ReportModel;
  let Source: typeof SummarySource;
  let keeper: CollectorKeeper | null;
  let model: ReportModel | null;

  before(async () => {
    const undo = standInForEditor();
    ({ CollectorKeeper: Keeper } = await import('../../src/host/collectorKeeper.ts'));
    ({ ReportModel: Model } = await import('../../src/panel/reportModel.ts'));
    ({ SummarySource: Source } = await import('../../src/host/summarySource.ts'));
    undo();
  });
  beforeEach(() => {
    desk = new Desk();
    const repository = desk.workshop.published();
    root = repository.root;
    desk.session(root).prompt().write('src/a.ts', feature('a')).reply();
    repository.commit('Work');
    keeper = null;
    model = null;
    asked.length = 0;
  });
  afterEach(async () => {
    await keeper?.stop();
    keeper?.dispose();
    model?.close();
    model?.dispose();
    desk.remove();
  });

  const start = (role: WorkerRole): WorkerStart => ({
    role,
    folder: desk.folder,
    holder: crypto.randomUUID(),
    home: desk.workshop.home,
    machine: 'lovelace',
    trusted: true,
    gitPath: null,
    editorFolder: '',
    folders: [],
    onlyOpened: false,
  });
  const keep = () => {
    keeper = new Keeper(SCRIPT, () => start('collector'), keptLog(desk.lines));
    return keeper;
  };
  const look = (problem: Problem | null = null, script = SCRIPT) => {
    const shown = new Model({
      script,
      log: keptLog(desk.lines),
      memory: keptMemory(),
      start: () => start('reader'),
      standing: () => ({ enabled: true, trusted: true, plan: 'unknown', roots: [], summary: null, problem }),
      wish: async () => {},
    });
    model = shown;
    shown.open();
    return shown;
  };
  async function until(what: () => boolean): Promise<void> {
    for (let i = 0; !what(); i++) {
      assert.ok(i < 400, `in time: ${JSON.stringify(desk.lines)}`);
      await new Promise(resolve => setTimeout(resolve, 25));
    }
  }
  const setVersion = (version: number) => {
    const database = new DatabaseSync(desk.ledgerFile);
    database.exec(`PRAGMA user_version = ${version}`);
    database.close();
  };

  it('the keeper tells why it cannot collect, and no more once it can and somebody tries again', async () => {
    await desk.collect();
    setVersion(SCHEMA_VERSION + 1);
    const kept = keep();
    const told: (Problem | null)[] = [];
    kept.onDidChangeProblem(problem => told.push(problem));
    await until(() => kept.problem !== null);
    assert.equal(kept.problem, 'ledger newer');
    assert.equal(kept.collects, false);
    setVersion(SCHEMA_VERSION);
    await kept.refresh();
    assert.equal(kept.collects, true);
    await until(() => kept.problem === null);
    assert.deepEqual(told, ['ledger newer', null], 'told once each, not at every try');
  }).timeout(20_000);

  it('the keeper begins with what holds now, also where it was about to begin', async () => {
    let trusted = false;
    keeper = new Keeper(SCRIPT, () => ({ ...start('collector'), trusted }), keptLog(desk.lines));
    trusted = true;
    await keeper.restart();
    const begun = () => desk.lines.filter(({ line }) => line.includes('collecting'));
    await until(() => begun().length > 0);
    assert.deepEqual(
      begun().map(({ line }) => line),
      ['collector: collecting logs and git'],
    );
  }).timeout(20_000);

  it('a summary that is torn, junk, of another schema or of an older version is no reason to fall over', async () => {
    const file = join(desk.folder, DATA_FILES.summary);
    for (const [text, known] of [
      ['{"schema":1,"phase":"rea', false],
      ['\u0000\u0001', false],
      ['null', false],
      ['[]', false],
      ['{"schema":2,"phase":"ready"}', false],
      ['{"schema":1,"phase":"ready","toPush":3}', true],
    ] as const) {
      writeFileSync(file, text);
      const source = new Source(desk.folder);
      await new Promise(resolve => source.onDidChange(resolve));
      const summary = source.current;
      source.dispose();
      assert.equal(summary !== null, known, text);
      const state = { summary, enabled: true, trusted: true, roots: [root], problem: null };
      assert.equal(badgeText(state, 'state', badgeVoice(new Date()))?.tooltip.length, 5, text);
    }
  });

  it('while paused nothing is wrong', async () => {
    await desk.collect();
    setVersion(SCHEMA_VERSION + 1);
    const kept = keep();
    await until(() => kept.problem !== null);
    writeFileSync(join(desk.folder, DATA_FILES.paused), '');
    await until(() => kept.problem === null);
  }).timeout(20_000);

  it('before the first collection the page waits, and an error in making a report reaches it', async () => {
    const shown = look();
    let news = 0;
    shown.onDidChange(() => news++);
    shown.update();
    await until(() => news > 1);
    assert.deepEqual([shown.state().report, shown.state().problem], [null, null]);
    await desk.collect();
    shown.update();
    await until(() => shown.state().report !== null);
    const database = new DatabaseSync(desk.ledgerFile);
    database.exec('DROP TABLE finding');
    database.close();
    shown.update();
    await until(() => shown.state().problem !== null);
    assert.equal(shown.state().problem, 'ledger corrupt');
    assert.notEqual(shown.state().report, null, 'the account from before stays');
    rmSync(desk.ledgerFile);
    await desk.collect();
    shown.update();
    await until(() => shown.state().problem === null);
  }).timeout(20_000);

  it('a panel begins with what the last one was opened with, says so, and then shows its own', async () => {
    await desk.collect();
    const last = look();
    await until(() => last.state().report !== null && existsSync(join(desk.folder, DATA_FILES.lastReport)));
    assert.equal(last.state().earlier, false);
    last.close();
    const shown = look();
    const seen: boolean[] = [];
    shown.onDidChange(() => {
      if (shown.state().report !== null) seen.push(shown.state().earlier);
    });
    await until(() => shown.state().report !== null && !shown.state().earlier);
    assert.deepEqual(seen, [true, false]);
    shown.close();
    shown.open();
    assert.equal(shown.state().earlier, true, 'what it showed before');
    await until(() => !shown.state().earlier);
    const { pieces } = shown.state().report!;
    assert.deepEqual(
      pieces.map(({ id }) => id),
      last.state().report!.pieces.map(({ id }) => id),
    );
  }).timeout(20_000);

  /** A look that left its account behind; what comes later is put into the list that it gives. */
  async function lookedBefore() {
    await desk.collect();
    const last = look();
    const file = join(desk.folder, DATA_FILES.lastReport);
    await until(() => last.state().report !== null && existsSync(file));
    last.close();
    const seen = new Set<boolean>();
    const next = () => {
      const shown = look();
      shown.onDidChange(() => {
        if (shown.state().report !== null) seen.add(shown.state().earlier);
      });
      return shown;
    };
    return { file, seen, next };
  }

  it('a panel of other days, or of a part, waits for its own', async () => {
    const { seen, next } = await lookedBefore();
    for (const message of [
      { type: 'setPeriod', days: 7 },
      { type: 'setFilter', filter: { repository: null, agent: 'codex' } },
      { type: 'setDates', dates: { from: '2026-01-01', to: '2026-01-31' } },
    ] as const) {
      const shown = next();
      await shown.handle(message);
      await until(() => shown.state().report !== null);
      shown.close();
    }
    assert.deepEqual(seen, new Set([false]));
  }).timeout(20_000);

  it('a panel waits for its own where another version kept the last, or where it is torn', async () => {
    const { file, seen, next } = await lookedBefore();
    for (const text of ['{"schema":1,"pieces":[{"id":7}]}', '{"schema":1,"pie', '']) {
      writeFileSync(file, text);
      const shown = next();
      // Until it has kept its own: else that comes later, over what is laid there next.
      await until(() => shown.state().report !== null && readFileSync(file, 'utf8') !== text);
      shown.close();
    }
    assert.deepEqual(seen, new Set([false]));
  }).timeout(20_000);

  it('what was kept of a ledger that was deleted is shown no longer', async () => {
    await desk.collect();
    const last = look();
    await until(() => last.state().report !== null && existsSync(join(desk.folder, DATA_FILES.lastReport)));
    last.close();
    rmSync(desk.ledgerFile);
    const shown = look();
    let wasShown = false;
    shown.onDidChange(() => {
      wasShown ||= shown.state().report !== null;
    });
    await until(() => wasShown && shown.state().report === null);
    assert.equal(shown.state().problem, null);
  }).timeout(20_000);

  it('a reader that cannot even start is said as a problem, with its error in the log', async () => {
    const shown = look(null, new URL('not-there.ts', SCRIPT));
    await until(() => shown.state().problem === 'failed');
    const errors = () => desk.lines.filter(({ line }) => line.startsWith('no report')).length;
    await until(() => errors() === 2);
    await new Promise(resolve => setTimeout(resolve, 500));
    assert.equal(errors(), 2, 'tried once more, and no third time');
    assert.equal(shown.state().problem, 'failed');
  }).timeout(20_000);

  it('a reader that ends for once is followed by another', async () => {
    await desk.collect();
    const [script, ending] = ['ends.mjs', 'ending'].map(name => desk.workshop.path(name));
    writeFileSync(ending!, '');
    writeFileSync(
      script!,
      `import { existsSync, rmSync } from 'node:fs';
      const ending = ${JSON.stringify(ending)};
      if (existsSync(ending)) {
        rmSync(ending);
        throw new Error('out of memory');
      }
      await import(${JSON.stringify(SCRIPT.href)});`,
    );
    const shown = look(null, pathToFileURL(script!));
    await until(() => shown.state().report !== null && !shown.state().earlier);
    assert.equal(shown.state().problem, null);
    assert.ok(desk.lines.some(({ level }) => level === 'error'));
  }).timeout(20_000);

  it('why nothing is collected comes before why there is no newer report', () => {
    assert.equal(look('disk full').state().problem, 'disk full');
  });

  it('commits and files open only where the report shows them', async () => {
    await desk.collect();
    const shown = look();
    await until(() => shown.state().report !== null);
    const [piece] = shown.state().report!.pieces;
    const commit = piece!.evidence.find(each => each.commit !== null)!.commit!;
    const open = (repo: string, id: string) => shown.handle({ type: 'openCommit', repo, commit: id });
    await open('/etc', commit);
    await open(root, 'f'.repeat(40));
    await shown.handle({ type: 'openFile', repo: null, path: '/etc/passwd' });
    assert.deepEqual(asked, []);
    await open(root, commit);
    await shown.handle({ type: 'openFile', repo: root, path: 'src/a.ts' });
    assert.deepEqual(asked, [
      ['git.viewCommit', { fsPath: root }, commit],
      ['show', { fsPath: join(root, 'src/a.ts') }],
    ]);
  }).timeout(20_000);

  it('the page asks of no session that it was not shown, and none is resumed in Restricted Mode', async () => {
    await desk.collect();
    const shown = look();
    await until(() => shown.state().report !== null);
    const [session] = shown.state().report!.pieces[0]!.sessions;
    const unknown = { agent: 'claude-code', id: crypto.randomUUID() };
    const sessions = [unknown, session!];
    assert.deepEqual(await shown.handle({ type: 'requestResumptions', sessions }), {
      type: 'resumptions',
      resumptions: [{ ...session, state: 'ready', by: null }],
    });
    await shown.handle({ type: 'resumeSession', session: unknown });
    assert.deepEqual(asked, []);
    await shown.handle({ type: 'resumeSession', session: session! });
    assert.deepEqual(asked, [
      ['warn', 'In Restricted Mode no agent is started. Trust this window to resume the session.'],
    ]);
  }).timeout(20_000);
});
