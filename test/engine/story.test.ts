import assert from 'node:assert/strict';
import { appendFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeReport } from '../../src/engine/reportCommand.ts';
import type { ReportCommand } from '../../src/engine/reportOptions.ts';
import type { Report } from '../../src/model/report.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';

const FEATURE = Array.from({ length: 8 }, (_, i) => `export const feature_${i} = compute(${i}, 'x');`).join(
  '\n',
);

describe('engine: the story of a change, as the report tells it', () => {
  let workshop: Workshop;
  let repository: TestRepository;
  beforeEach(() => {
    workshop = new Workshop();
    repository = workshop.published();
  });
  afterEach(() => workshop.remove());

  const now = () => workshop.second * 1000;
  const session = (folder = repository.root) => new ClaudeSession(workshop.home, folder, now());
  const report = (more: Partial<ReportCommand> = {}): Promise<Report> =>
    makeReport(
      {
        home: workshop.home,
        otherHome: true,
        repositories: [],
        ledger: null,
        now: now(),
        since: null,
        until: null,
        json: true,
        help: false,
        ...more,
      },
      line => assert.fail(line),
    );
  const outcomes = async (more?: Partial<ReportCommand>) =>
    (await report(more)).sessions.map(({ outcome }) => outcome);
  const feature = () => session().prompt().write('src/feature.ts', `${FEATURE}\n`).reply();

  it('goes from in progress over committed and pushed to shipped', async () => {
    feature();
    assert.deepEqual(await outcomes(), ['in progress']);
    repository.run('checkout', '-q', '-b', 'feat');
    repository.run('add', '.');
    repository.run('commit', '-q', '-m', 'Feature');
    const committed = await report();
    assert.equal(committed.sessions[0]?.outcome, 'committed');
    assert.deepEqual(committed.badge, { text: '1 to push', shipped: 0, open: 1, toPush: 1 });
    repository.run('push', '-q', '-u', 'origin', 'feat');
    assert.deepEqual(await outcomes(), ['pushed']);
    repository.run('push', '-q', 'origin', 'feat:main');
    const shipped = await report();
    assert.equal(shipped.sessions[0]?.outcome, 'shipped');
    assert.deepEqual(shipped.sessions[0]?.shipped, { low: 1, mid: 1, high: 1 });
    assert.equal(shipped.repos[0]?.shippingRef, 'refs/remotes/origin/main');
    const { text, ...counts } = shipped.badge;
    assert.deepEqual(counts, { shipped: 1, open: 0, toPush: 0 });
    assert.match(text, /^shipped \d\d:\d\d$/);
    assert.ok(shipped.repos[0]?.events.some(({ kind }) => kind === 'shipped'));
    assert.ok(
      shipped.sessions[0]?.evidence.some(({ commit, file }) => commit !== null && file === 'src/feature.ts'),
    );
  });

  it('finds squashed work after the branch was deleted, once the remote was heard', async () => {
    feature();
    repository.run('checkout', '-q', '-b', 'feat');
    repository.run('add', '.');
    repository.run('commit', '-q', '-m', 'Feature, one');
    repository.run('push', '-q', '-u', 'origin', 'feat');
    const other = workshop.path('other');
    repository.run('clone', '-q', workshop.path('work-remote.git'), other);
    const clone = workshop.at(other);
    clone.run('merge', '-q', '--squash', 'origin/feat');
    clone.run('commit', '-q', '-m', 'Feature (#1)');
    clone.run('push', '-q', 'origin', 'main');
    clone.run('push', '-q', 'origin', '--delete', 'feat');
    const before = await report();
    assert.equal(before.sessions[0]?.outcome, 'pushed');
    assert.ok(before.coverage.some(({ code }) => code === 'last-heard'));
    repository.run('fetch', '-q', '--prune');
    assert.deepEqual(await outcomes(), ['shipped']);
  });

  it('credits nothing to a session for what somebody else wrote', async () => {
    session().prompt().read('first.ts').reply();
    repository.commit('mine', { 'src/mine.ts': `${FEATURE}\n` });
    repository.run('push', '-q', 'origin', 'main');
    const { sessions } = await report();
    assert.equal(sessions[0]?.outcome, 'explored');
    assert.equal(sessions[0]?.shipped.high, 0);
  });

  it('finds the repository of three agents\u2019 worktrees that are all gone', async () => {
    session().prompt().read('first.ts').reply();
    const places = [
      join(repository.root, '.claude', 'worktrees', 'agent-one'),
      `${repository.root}-worktrees/two`,
      join(workshop.home, '.codex', 'worktrees', '8f2a', 'work'),
    ];
    for (const [index, place] of places.entries()) {
      repository.run('worktree', 'add', '-q', '-b', `agent-${index}`, place);
      new ClaudeSession(workshop.home, place, now())
        .prompt()
        .write(`src/agent${index}.ts`, `${FEATURE.replaceAll('feature', `agent${index}`)}\n`)
        .reply();
      const worktree = workshop.at(place);
      worktree.run('add', '.');
      worktree.run('commit', '-q', '-m', `Agent ${index}`);
      worktree.run('push', '-q', 'origin', `agent-${index}`);
      rmSync(place, { recursive: true, force: true });
    }
    repository.run('worktree', 'prune');
    const { sessions } = await report();
    const roots = sessions.filter(({ files }) => files.length > 0);
    assert.deepEqual(
      roots.map(({ repo }) => repo),
      [repository.root, repository.root, repository.root],
    );
    assert.deepEqual(roots.map(({ files }) => files[0]).sort(), [
      'src/agent0.ts',
      'src/agent1.ts',
      'src/agent2.ts',
    ]);
    assert.deepEqual(
      roots.map(({ outcome }) => outcome),
      ['pushed', 'pushed', 'pushed'],
    );
  });

  it('says outside git, in a repository without a remote committed, and with nothing at all nothing', async () => {
    assert.deepEqual(await outcomes(), []);
    new ClaudeSession(workshop.home, workshop.path('loose'), now()).prompt().write('a.ts', `${FEATURE}\n`);
    assert.deepEqual(await outcomes(), ['outside git']);
    const lonely = workshop.init('lonely');
    lonely.commit('first', { 'a.ts': 'x\n' });
    new ClaudeSession(workshop.home, lonely.root, now()).prompt().write('b.ts', `${FEATURE}\n`);
    lonely.run('add', '.');
    lonely.run('commit', '-q', '-m', 'b');
    const told = await report();
    assert.equal(told.sessions.find(({ repo }) => repo === lonely.root)?.outcome, 'committed');
    assert.ok(told.coverage.some(({ code }) => code === 'no-remote'));
  });

  it('sets aside what is found nowhere two weeks later', async () => {
    feature();
    rmSync(join(repository.root, 'src'), { recursive: true });
    assert.deepEqual(await outcomes(), ['in progress']);
    assert.deepEqual(await outcomes({ now: now() + 15 * 86_400_000 }), ['set aside']);
  });

  it('tells the same after every log was deleted', async () => {
    feature();
    repository.run('add', '.');
    repository.run('commit', '-q', '-m', 'Feature');
    repository.run('push', '-q', 'origin', 'main');
    session().prompt().read('first.ts').shell('npm test', 'ok').reply();
    const ledger = workshop.path('kept', 'ledger.db');
    const at = now();
    const before = await report({ ledger, now: at });
    rmSync(join(workshop.home, '.claude'), { recursive: true });
    const after = await report({ ledger, now: at });
    const same = ({ sources: _, generatedAt: __, ...rest }: Report) => rest;
    assert.deepEqual(same(after), same(before));
    assert.equal(before.usage.total.calls, 5);
  });

  it('counts what replaced lines that were never committed', async () => {
    const many = (name: string, count: number) =>
      `${Array.from({ length: count }, (_, i) => `export const ${name}${i} = compute(${i}, '${name}', true);`).join('\n')}\n`;
    repository.write('src/draft.ts', many('draft', 60));
    session().prompt().edit('src/draft.ts', many('draft', 60), many('final', 20)).reply();
    repository.run('add', '.');
    repository.run('commit', '-q', '-m', 'Final');
    repository.run('push', '-q', 'origin', 'main');
    assert.deepEqual(await outcomes(), ['shipped']);
  });

  it('follows a file that a person moved before the commit', async () => {
    feature();
    repository.run('add', '.');
    repository.run('mv', 'src/feature.ts', 'src/renamed.ts');
    repository.run('commit', '-q', '-m', 'Feature, renamed');
    repository.run('push', '-q', 'origin', 'main');
    assert.deepEqual(await outcomes(), ['shipped']);
  });

  it('says outside git of a file that git ignores, and follows a link to the file behind it', async () => {
    repository.commit('ignore', { '.gitignore': 'notes.txt\n', 'AGENTS.md': 'Read me.\n' });
    session().prompt().write('notes.txt', `${FEATURE}\n`);
    symlinkSync('AGENTS.md', join(repository.root, 'CLAUDE.md'));
    session().prompt().edit('CLAUDE.md', 'Read me.', FEATURE);
    repository.run('add', 'AGENTS.md');
    repository.run('commit', '-q', '-m', 'Advice');
    repository.run('push', '-q', 'origin', 'main');
    assert.deepEqual((await outcomes()).sort(), ['outside git', 'shipped']);
  });

  it('does not call a session explored of whose log a part cannot be read', async () => {
    const { log } = session().prompt().read('first.ts').reply();
    assert.deepEqual(await outcomes(), ['explored']);
    appendFileSync(log, '{"type":"assistant","message":{\n');
    assert.deepEqual(await outcomes(), ['unclear']);
  });

  it('says unclear, and why, where git refuses a repository', async () => {
    feature();
    writeFileSync(join(repository.root, '.git', 'HEAD'), 'junk');
    const told = await report();
    assert.deepEqual(
      told.sessions.map(({ outcome }) => outcome),
      ['unclear'],
    );
    assert.ok(
      told.coverage.some(
        ({ code, text }) => code === 'repository-unreadable' && text.includes(repository.root),
      ),
    );
  });
});
