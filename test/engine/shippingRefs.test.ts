import assert from 'node:assert/strict';
import { makeReport } from '../../src/engine/reportCommand.ts';
import { parseReportCommand } from '../../src/engine/reportOptions.ts';
import type { Report } from '../../src/model/report.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';

const LINES = Array.from({ length: 8 }, (_, i) => `export const value${i} = compute(${i}, 'x');\n`).join('');
const RELEASE = 'refs/remotes/origin/release/1';

describe('engine: branches that the person named', () => {
  let workshop: Workshop;
  let repository: TestRepository;
  beforeEach(() => {
    workshop = new Workshop();
    repository = workshop.published();
    const session = new ClaudeSession(workshop.home, repository.root, workshop.second * 1000);
    session.prompt().write('src/a.ts', LINES).reply();
    repository.run('checkout', '-q', '-b', 'release/1');
    repository.run('add', '.');
    repository.run('commit', '-q', '-m', 'Add values');
    repository.run('push', '-q', '-u', 'origin', 'release/1');
  });
  afterEach(() => workshop.remove());

  const report = (...shippingRefs: string[]): Promise<Report> =>
    makeReport(
      {
        home: workshop.home,
        otherHome: true,
        repositories: [],
        shippingRefs,
        ledger: workshop.path('ledger.db'),
        now: workshop.second * 1000,
        since: null,
        until: null,
        json: true,
        help: false,
      },
      line => assert.fail(line),
    );
  const outcome = async (...shippingRefs: string[]) => {
    const { sessions } = await report(...shippingRefs);
    return sessions[0]?.outcome;
  };

  it('are named on the command line, as many as there are', () => {
    const { shippingRefs } = parseReportCommand([
      '--shipping-ref',
      'release/*',
      '--shipping-ref',
      'a/b#next',
    ]);
    assert.deepEqual(shippingRefs, ['release/*', 'a/b#next']);
    assert.deepEqual(parseReportCommand([]).shippingRefs, []);
  });

  it('ships what reaches one, and says where', async () => {
    assert.equal(await outcome(), 'pushed');
    assert.equal(await outcome('next'), 'pushed');
    const { sessions, repos, badge } = await report('release/*');
    assert.equal(sessions[0]?.outcome, 'shipped');
    assert.deepEqual(sessions[0]?.shipped, { low: 1, mid: 1, high: 1 });
    assert.equal(sessions[0]?.evidence.find(({ kind }) => kind === 'lines')?.ref, RELEASE);
    assert.equal(repos[0]?.shippingRef, 'refs/remotes/origin/main');
    assert.equal(repos[0]?.events.find(({ kind }) => kind === 'shipped')?.ref, RELEASE);
    assert.equal(badge.shipped, 1);
  });

  it('ships it once where it comes to the default branch too', async () => {
    assert.equal(await outcome('release/*'), 'shipped');
    repository.run('checkout', '-q', 'main');
    repository.commit('between', { 'other.ts': 'export const other = 1;\n' });
    repository.run('merge', '-q', '--no-ff', '--no-edit', 'release/1');
    repository.run('push', '-q', 'origin', 'main');
    const { sessions, badge } = await report('release/*');
    assert.equal(sessions[0]?.outcome, 'shipped');
    assert.deepEqual(sessions[0]?.shipped, { low: 1, mid: 1, high: 1 });
    assert.equal(badge.shipped, 1);
  });

  it('keeps what it had when the branch is gone', async () => {
    assert.equal(await outcome('release/*'), 'shipped');
    repository.run('checkout', '-q', 'main');
    repository.run('branch', '-q', '-D', 'release/1');
    repository.run('push', '-q', 'origin', '--delete', 'release/1');
    assert.equal(await outcome('release/*'), 'shipped');
  });

  it('follows what is taken out there again, and what a forced update drops', async () => {
    assert.equal(await outcome('release/*'), 'shipped');
    repository.run('revert', '--no-edit', 'HEAD');
    repository.run('push', '-q', 'origin', 'release/1');
    assert.equal(await outcome('release/*'), 'rolled back');
    repository.run('reset', '-q', '--hard', 'main');
    repository.run('push', '-q', '--force', 'origin', 'release/1');
    assert.equal(await outcome('release/*'), 'rolled back');
  });
});
