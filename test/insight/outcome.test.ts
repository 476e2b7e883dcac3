import assert from 'node:assert/strict';
import { type DeployedLines, NOTHING_DEPLOYED } from '../../src/insight/deployment.ts';
import { type CaseLink, type Decision, decide, type SessionCase } from '../../src/insight/outcome.ts';
import type { WayOut } from '../../src/insight/shippedUnit.ts';
import { NOTHING_SHIPPED, type Standing } from '../../src/insight/standing.ts';
import { attributed, sessionCase, stageCounts } from './cases.ts';

const NOW = 1_790_000_000_000;
const DAY = 86_400_000;
const IN_GIT = { inGit: 1, outsideGit: 0, unplaced: 0 };
const OUTSIDE = { inGit: 0, outsideGit: 1, unplaced: 0 };
const UNPLACED = { inGit: 0, outsideGit: 0, unplaced: 1 };
const link = (stage: CaseLink['stage'], review = false): CaseLink => ({ commit: 'a', stage, review });
const left = (shipped: number, rolledBack: number, way: WayOut | null = 'reverted'): Standing => ({
  ...NOTHING_SHIPPED,
  shipped,
  rolledBack,
  by: way === null ? null : { commit: 'b', at: 0, way },
});
const shipped = attributed(10, { shipped: 10 });
const byRefs = (lines: number): DeployedLines => ({ ...NOTHING_DEPLOYED, 'deploy refs': lines });
const nowhere = attributed(10);
const long = NOW - 14 * DAY;

/** `outcome, confidence, rule`, with the chip where there is one. */
function said({ outcome, confidence, rule, chip }: Decision): string {
  return [outcome, confidence, rule, ...(chip === null ? [] : [chip])].join(', ');
}

type Row = [title: string, facts: Partial<SessionCase>, expected: string];

const SHIPPED: Row[] = [
  ['all of its lines', { attribution: shipped }, 'shipped, solid, shipped-by-lines'],
  ['30 %', { attribution: attributed(10, { shipped: 3 }) }, 'shipped, fair, shipped-by-lines'],
  [
    'less',
    { attribution: attributed(1000, { shipped: 299 }), lastEditAt: long },
    'set aside, fair, found-nowhere',
  ],
  ['60 %', { attribution: attributed(10, { shipped: 6 }) }, 'shipped, solid, shipped-by-lines'],
  ['less than that', { attribution: attributed(100, { shipped: 59 }) }, 'shipped, fair, shipped-by-lines'],
  ['five lines', { attribution: attributed(5, { shipped: 5 }) }, 'shipped, solid, shipped-by-lines'],
  ['four lines', { attribution: attributed(4, { shipped: 4 }) }, 'shipped, fair, shipped-by-lines'],
  [
    'half of which nobody can tell',
    { attribution: attributed(10, { shipped: 5, uncertain: 5 }) },
    'shipped, fair, shipped-by-lines',
  ],
  [
    'more of which nobody can tell',
    { attribution: attributed(10, { shipped: 4, uncertain: 6 }) },
    'shipped, thin, shipped-by-lines',
  ],
  [
    'all that can be told, though a tenth of the whole',
    { attribution: attributed(10, { shipped: 1, uncertain: 9 }) },
    'shipped, thin, shipped-by-lines',
  ],
  [
    'all that can be told, but less than a tenth',
    { attribution: attributed(11, { shipped: 1, uncertain: 10 }), lastEditAt: long },
    'set aside, fair, found-nowhere',
  ],
  [
    'all that can be told, four of a hundred',
    { attribution: attributed(100, { shipped: 4, uncertain: 96 }), lastEditAt: long },
    'set aside, fair, found-nowhere',
  ],
  [
    'all that can be told, five of a hundred',
    { attribution: attributed(100, { shipped: 5, uncertain: 95 }) },
    'shipped, thin, shipped-by-lines',
  ],
  [
    'where every line is uncertain, half a line',
    { attribution: attributed(2, { shipped: 0.5, uncertain: 2 }) },
    'shipped, thin, shipped-by-lines',
  ],
  [
    'lines that do not count, where there are no others',
    { attribution: attributed(0, {}, stageCounts(2, { shipped: 1 })) },
    'shipped, fair, shipped-by-lines',
  ],
  [
    'where every line is uncertain, less than that',
    { attribution: attributed(2, { shipped: 0.25, uncertain: 2 }), lastEditAt: long },
    'unclear, thin, too-few-lines',
  ],
  [
    'one line that does not count, where there is no other',
    { attribution: attributed(0, {}, stageCounts(1, { shipped: 1 })) },
    'shipped, fair, shipped-by-lines',
  ],
  [
    'a part, where the rest is pushed',
    { attribution: attributed(10, { shipped: 3, pushed: 7 }) },
    'shipped, fair, shipped-by-lines',
  ],
  [
    'a part, where the rest is in a tree',
    { attribution: attributed(10, { shipped: 3, working: 7 }) },
    'shipped, fair, shipped-by-lines',
  ],
  [
    'one line that counts, whatever the others do',
    { attribution: attributed(1, {}, stageCounts(9, { shipped: 8 })), lastEditAt: long, peak: 1 },
    'unclear, thin, too-few-lines',
  ],
  ['a link', { links: [link('shipped')] }, 'shipped, fair, shipped-by-link'],
  [
    'a link, where its lines are not there',
    { attribution: nowhere, links: [link('pushed'), link('shipped'), link(null)] },
    'shipped, fair, shipped-by-link, mostly yours',
  ],
  [
    'half of its files',
    { attribution: nowhere, files: { total: 2, reached: 1 } },
    'shipped, fair, shipped-in-part, mostly yours',
  ],
  ['half of its files, without lines', { files: { total: 2, reached: 1 } }, 'shipped, fair, shipped-in-part'],
  [
    'less than half',
    { attribution: nowhere, files: { total: 3, reached: 1 }, lastEditAt: long },
    'set aside, fair, found-nowhere',
  ],
  [
    'nearly half',
    { attribution: nowhere, files: { total: 20, reached: 9 }, lastEditAt: long },
    'set aside, fair, found-nowhere',
  ],
  ['no file of none', { files: { total: 0, reached: 0 } }, 'explored, solid, no-edits'],
  [
    'half of its files, where the rest has yet to come',
    { attribution: attributed(10, { pushed: 3 }), files: { total: 2, reached: 1 } },
    'pushed, fair, pushed-by-lines',
  ],
];

const AFTERWARDS: Row[] = [
  ['half', { attribution: shipped, standing: left(10, 5) }, 'rolled back, solid, rolled-back-by-revert'],
  ['less than half', { attribution: shipped, standing: left(10, 4) }, 'shipped, solid, shipped-by-lines'],
  [
    'the opposite change',
    { attribution: shipped, standing: left(10, 9, 'inverse') },
    'rolled back, solid, rolled-back-by-inverse',
  ],
  [
    'a change of almost all',
    { attribution: shipped, standing: left(10, 9, 'removed') },
    'rolled back, fair, rolled-back-by-removal',
  ],
  [
    'force',
    { attribution: shipped, standing: left(10, 10, 'dropped') },
    'rolled back, solid, rolled-back-by-force',
  ],
  [
    'nothing known',
    { attribution: shipped, standing: left(10, 10, null) },
    'shipped, solid, shipped-by-lines',
  ],
  ['no line', { attribution: shipped, standing: left(0, 0) }, 'shipped, solid, shipped-by-lines'],
  [
    'one line of one',
    { attribution: shipped, standing: left(1, 1) },
    'rolled back, solid, rolled-back-by-revert',
  ],
  [
    'what came by a link',
    { attribution: nowhere, links: [link('shipped')], standing: left(2, 1) },
    'rolled back, solid, rolled-back-by-revert, mostly yours',
  ],
  ['what had never shipped', { standing: left(2, 2) }, 'explored, solid, no-edits'],
  [
    'what was deployed',
    { attribution: shipped, standing: left(10, 5), deployed: byRefs(10) },
    'rolled back, solid, rolled-back-by-revert',
  ],
];

const DEPLOYED: Row[] = [
  [
    '30 % of what shipped',
    { attribution: shipped, standing: left(10, 0, null), deployed: byRefs(3) },
    'in production, fair, in-production-by-ref',
  ],
  [
    'less',
    { attribution: shipped, standing: left(10, 0, null), deployed: byRefs(2) },
    'shipped, solid, shipped-by-lines',
  ],
  ['none of none', { attribution: shipped }, 'shipped, solid, shipped-by-lines'],
  [
    'by tags of versions',
    { attribution: shipped, standing: left(10, 0, null), deployed: { ...byRefs(2), 'release tags': 1 } },
    'in production, fair, in-production-by-tag',
  ],
  [
    'as the person confirmed',
    { attribution: shipped, standing: left(10, 0, null), deployed: { ...byRefs(9), confirmed: 3 } },
    'in production, solid, in-production-confirmed',
  ],
  [
    'partly as the person confirmed',
    { attribution: shipped, standing: left(10, 0, null), deployed: { ...byRefs(1), confirmed: 2 } },
    'in production, fair, in-production-by-ref',
  ],
  [
    'as confirmed, of what was matched less surely',
    {
      attribution: attributed(10, { shipped: 5 }),
      standing: left(5, 0, null),
      deployed: { ...NOTHING_DEPLOYED, confirmed: 5 },
    },
    'in production, fair, in-production-confirmed',
  ],
  [
    'one of three',
    { attribution: shipped, standing: left(3, 0, null), deployed: byRefs(1) },
    'in production, fair, in-production-by-ref',
  ],
  [
    'what came by a link',
    { attribution: nowhere, links: [link('shipped')], standing: left(1, 0, null), deployed: byRefs(1) },
    'in production, fair, in-production-by-ref, mostly yours',
  ],
  ['what had not shipped', { standing: left(1, 0, null), deployed: byRefs(1) }, 'explored, solid, no-edits'],
];

const UNDER_WAY: Row[] = [
  ['pushed', { attribution: attributed(10, { pushed: 3 }) }, 'pushed, fair, pushed-by-lines'],
  [
    'pushed, with what shipped',
    { attribution: attributed(10, { shipped: 2, pushed: 1 }) },
    'pushed, fair, pushed-by-lines',
  ],
  [
    'pushed, all of it',
    { attribution: attributed(10, { shipped: 1, pushed: 5 }) },
    'pushed, solid, pushed-by-lines',
  ],
  [
    'in review',
    { attribution: attributed(10, { pushed: 3 }), links: [link(null), link(null, true)] },
    'in review, fair, pull-request-seen',
  ],
  [
    'in review, by its address alone',
    { links: [link(null, true)], edits: IN_GIT },
    'in review, fair, pull-request-seen',
  ],
  ['pushed, by a link alone', { links: [link('pushed')] }, 'pushed, fair, pushed-by-link'],
  [
    'pushed by a link, and another only committed',
    { links: [link('committed'), link('pushed')] },
    'pushed, fair, pushed-by-link',
  ],
  ['committed', { attribution: attributed(10, { committed: 3 }) }, 'committed, fair, committed-by-lines'],
  [
    'committed, though a pull request is there',
    { attribution: attributed(10, { committed: 7 }), links: [link(null, true)] },
    'committed, solid, committed-by-lines',
  ],
  ['committed, by a link alone', { links: [link('committed')] }, 'committed, fair, committed-by-link'],
  [
    'in a working tree',
    { attribution: attributed(10, { working: 3 }), lastEditAt: 0 },
    'in progress, fair, in-working-tree',
  ],
  [
    'in a working tree, with all stages before',
    { attribution: attributed(10, { shipped: 2, pushed: 0.5, committed: 0.4, working: 4 }) },
    'in progress, solid, in-working-tree',
  ],
  ['a link to what is in a tree says nothing', { links: [link('working')] }, 'unclear, thin, link-not-found'],
];

const NOT_FOUND: Row[] = [
  ['13 days', { attribution: nowhere, lastEditAt: long + 1 }, 'in progress, thin, not-found-yet'],
  ['14 days', { attribution: nowhere, lastEditAt: long }, 'set aside, fair, found-nowhere'],
  ['at a time that nobody knows', { attribution: nowhere }, 'in progress, thin, not-found-yet'],
  ['five lines', { attribution: attributed(5), lastEditAt: long }, 'set aside, fair, found-nowhere'],
  ['four lines', { attribution: attributed(4), lastEditAt: long }, 'unclear, thin, too-few-lines'],
  [
    'four lines, five at its peak',
    { attribution: attributed(4), lastEditAt: long, peak: 5 },
    'set aside, fair, found-nowhere',
  ],
  [
    'four lines, four at its peak',
    { attribution: attributed(4), lastEditAt: long, peak: 4 },
    'unclear, thin, too-few-lines',
  ],
];

const empty = attributed(0);
const NOTHING_LEFT: Row[] = [
  [
    'five lines and back',
    { attribution: empty, edits: IN_GIT, peak: 10, lastEditAt: long },
    'set aside, solid, taken-back',
  ],
  [
    'five lines and back, lately',
    { attribution: empty, edits: IN_GIT, peak: 10, lastEditAt: long + 1 },
    'in progress, thin, not-found-yet',
  ],
  [
    'five lines and back, nobody knows when',
    { attribution: empty, edits: IN_GIT, peak: 10 },
    'in progress, thin, not-found-yet',
  ],
  ['fewer', { edits: IN_GIT, peak: 9, lastEditAt: long }, 'unclear, thin, nothing-left'],
  [
    '20 lines until a command passed',
    { edits: IN_GIT, peak: 40, resolved: true, lastEditAt: long },
    'explored, solid, debugged',
  ],
  [
    '21 lines until a command passed',
    { edits: IN_GIT, peak: 41, resolved: true, lastEditAt: long },
    'set aside, solid, taken-back',
  ],
  ['no command', { edits: IN_GIT, peak: 40, lastEditAt: long }, 'set aside, solid, taken-back'],
  ['no edit', { resolved: true }, 'explored, solid, no-edits'],
  [
    'a command, and files elsewhere',
    { edits: { ...IN_GIT, outsideGit: 1 }, resolved: true },
    'outside git, solid, outside-git',
  ],
  [
    'a command, and files of which nobody knows where they are',
    { edits: { ...IN_GIT, unplaced: 1 }, resolved: true },
    'unclear, thin, repository-unknown',
  ],
  [
    'a command, and files both elsewhere and somewhere',
    { edits: { inGit: 1, outsideGit: 1, unplaced: 1 }, resolved: true },
    'outside git, solid, outside-git',
  ],
  [
    'a command, and a commit of its own',
    { edits: IN_GIT, resolved: true, links: [link(null)] },
    'unclear, thin, nothing-left',
  ],
];

const REPEATED: Row[] = [
  ['five times', { repetition: 5 }, 'repeated itself, fair, repeated'],
  ['four times', { repetition: 4 }, 'explored, solid, no-edits'],
  ['and left no line', { repetition: 5, edits: IN_GIT }, 'repeated itself, fair, repeated-no-lines'],
  [
    'and took back four lines',
    { repetition: 5, edits: IN_GIT, peak: 9 },
    'repeated itself, fair, repeated-no-lines',
  ],
  [
    'and took back five',
    { repetition: 5, edits: IN_GIT, peak: 10, lastEditAt: long },
    'set aside, solid, taken-back',
  ],
  ['with files elsewhere to show', { repetition: 5, edits: OUTSIDE }, 'outside git, solid, outside-git'],
  [
    'with files elsewhere and somewhere',
    { repetition: 5, edits: { ...OUTSIDE, unplaced: 1 } },
    'outside git, solid, outside-git',
  ],
  ['with files somewhere', { repetition: 5, edits: UNPLACED }, 'unclear, thin, repository-unknown'],
  ['with a commit to show', { repetition: 5, links: [link(null)] }, 'unclear, thin, link-not-found'],
  ['with lines to show', { repetition: 5, attribution: shipped }, 'shipped, solid, shipped-by-lines'],
];

const NO_LINES: Row[] = [
  ['nothing', {}, 'explored, solid, no-edits'],
  ['files elsewhere', { edits: OUTSIDE, unread: true, logCut: true }, 'outside git, solid, outside-git'],
  [
    'files elsewhere and somewhere',
    { edits: { ...OUTSIDE, unplaced: 1 } },
    'outside git, solid, outside-git',
  ],
  ['files somewhere', { edits: UNPLACED, unread: true }, 'unclear, thin, repository-unknown'],
  [
    'a repository that cannot be read',
    { edits: IN_GIT, unread: true, peak: 10 },
    'unclear, thin, repository-unread',
  ],
  ['a commit that is not found', { links: [link(null)], shellChanges: 1 }, 'unclear, thin, link-not-found'],
  ['a shell command', { shellChanges: 1, logCut: true }, 'unclear, thin, changed-by-shell'],
  ['a log that is cut', { logCut: true }, 'unclear, thin, log-cut'],
];

const ALL = { SHIPPED, AFTERWARDS, DEPLOYED, UNDER_WAY, NOT_FOUND, NOTHING_LEFT, REPEATED, NO_LINES };
const TITLES: Record<keyof typeof ALL, string> = {
  SHIPPED: 'asks how much shipped',
  AFTERWARDS: 'asks what was taken out again by',
  DEPLOYED: 'asks how much is in production',
  UNDER_WAY: 'tells how far it is',
  NOT_FOUND: 'tells what is found nowhere after',
  NOTHING_LEFT: 'tells what it took back itself',
  REPEATED: 'tells that it did the same',
  NO_LINES: 'tells of a session without lines that left',
};
const RULES = [
  'changed-by-shell',
  'committed-by-lines',
  'committed-by-link',
  'debugged',
  'found-nowhere',
  'in-production-by-ref',
  'in-production-by-tag',
  'in-production-confirmed',
  'in-working-tree',
  'link-not-found',
  'log-cut',
  'no-edits',
  'not-found-yet',
  'nothing-left',
  'outside-git',
  'pull-request-seen',
  'pushed-by-lines',
  'pushed-by-link',
  'repeated',
  'repeated-no-lines',
  'repository-unknown',
  'repository-unread',
  'rolled-back-by-force',
  'rolled-back-by-inverse',
  'rolled-back-by-removal',
  'rolled-back-by-revert',
  'shipped-by-lines',
  'shipped-by-link',
  'shipped-in-part',
  'taken-back',
  'too-few-lines',
];

describe('insight/outcome', () => {
  for (const [key, rows] of Object.entries(ALL)) {
    describe(TITLES[key as keyof typeof ALL], () => {
      for (const [title, facts, expected] of rows) {
        it(`${title}: ${expected}`, () => assert.equal(said(decide(sessionCase(facts), NOW)), expected));
      }
    });
  }

  it('has a case for each rule', () => {
    const seen = Object.values(ALL).flatMap(rows => rows.map(([, , expected]) => expected.split(', ')[2]!));
    assert.deepEqual([...new Set(seen)].sort(), RULES);
  });

  it('says which share shipped, by lines that count, else by all', () => {
    const share = (facts: Partial<SessionCase>) => decide(sessionCase(facts), NOW).shipped;
    const nothing = { low: 0, mid: 0, high: 0 };
    const half = { low: 0.5, mid: 0.5, high: 0.5 };
    assert.deepEqual(share({}), nothing);
    assert.deepEqual(share({ attribution: empty }), nothing);
    assert.deepEqual(share({ attribution: attributed(4, { shipped: 2 }, stageCounts(9)) }), half);
    assert.deepEqual(share({ attribution: attributed(0, {}, stageCounts(4, { shipped: 2 })) }), half);
  });
});
