import assert from 'node:assert/strict';
import { pieceHeard } from '../../src/engine/asSaid.ts';
import { unsaidPiece } from '../../src/engine/belowWords.ts';
import type { SessionStudy } from '../../src/engine/findings.ts';
import type { PieceFinding } from '../../src/engine/findingTypes.ts';
import { pieceHeld as heldPiece } from '../../src/engine/pieceHeld.ts';
import type { Saying } from '../../src/insight/corrections.ts';

const finding = (more: Partial<PieceFinding>, counting: number, shipped: number): PieceFinding => ({
  id: 'one',
  repository: 1,
  branch: 'main',
  sessions: [1],
  outcome: 'shipped',
  counted: 'shipped',
  confidence: 'solid',
  chip: null,
  startedAt: 1,
  lastAt: 2,
  shippedAt: 3,
  commits: ['a'],
  mainCommit: 'a',
  files: [],
  lines: { counting, shipped },
  fresh: shipped,
  living: shipped,
  diagnosed: false,
  still: { oldEnough: 0, kept: 0 },
  ...more,
});

/** All of it rests on what was not read. */
const pieceHeld = (before: PieceFinding, now: PieceFinding, members: readonly SessionStudy[]): PieceFinding =>
  heldPiece(before, now, members, { told: true, plain: true });

describe('engine/pieceHeld', () => {
  const before = finding({ commits: ['a', 'b'] }, 30, 24);

  it('stays as it was where less is seen of it', () => {
    assert.deepEqual(pieceHeld(before, finding({ confidence: 'fair' }, 30, 8), []), before);
    for (const outcome of ['unclear', 'in progress', 'pushed'] as const)
      assert.deepEqual(pieceHeld(before, finding({ outcome }, 30, 24), []), before);
  });

  it('takes in who came to it', () => {
    const now = finding({ sessions: [1, 2] }, 30, 8);
    assert.deepEqual(pieceHeld(before, now, []), { ...before, sessions: [1, 2] });
  });

  it('tells how fares what shipped, where all of that was read', () => {
    const now = finding({ living: 20, still: { oldEnough: 24, kept: 20 }, confidence: 'fair' }, 60, 24);
    const { living, still } = now;
    assert.deepEqual(pieceHeld(before, now, []), { ...before, living, still });
  });

  it('tells how fares what was read once that has come to an age', () => {
    const now = finding({ fresh: 5, living: 5, still: { oldEnough: 8, kept: 6 } }, 30, 8);
    assert.deepEqual(pieceHeld(before, now, []), { ...before, still: now.still });
  });

  it('does not age by losing what it lost', () => {
    const old = finding({ still: { oldEnough: 10, kept: 2 } }, 30, 24);
    assert.deepEqual(pieceHeld(old, finding({ still: { oldEnough: 12, kept: 12 } }, 30, 8), []), old);
  });

  it('is the new one where it fell apart', () => {
    const now = finding({}, 30, 8);
    assert.deepEqual(pieceHeld({ ...before, sessions: [1, 2] }, now, []), now);
  });

  const say = (said: Saying['said'], target: string): Saying => ({ said, target });
  const members = (...sayings: Saying[]) =>
    [{ sayings, facts: { edits: { inGit: 1, outsideGit: 0, unplaced: 0 } } }] as unknown as SessionStudy[];
  /** The part that was read, with the person's words. */
  const heard = (now: PieceFinding, ...sayings: Saying[]) =>
    pieceHeard(now, unsaidPiece(finding({}, 30, 8)), sayings);

  const plainOf = (...commits: string[]) => unsaidPiece(finding({ commits }, 30, 8 * commits.length));

  it('gives up a commit of what was read, whatever comes of it, and has all again once that is taken back', () => {
    for (const outcome of ['shipped', 'in progress'] as const) {
      const now = heard(finding({ outcome, commits: [] }, 30, 0), say('unlink', 'a'));
      const out = pieceHeld(before, now, members(say('unlink', 'a')));
      assert.deepEqual([out.outcome, out.commits, out.lines.shipped], [outcome, [], 0]);
      const again = pieceHeld(out, now, members(say('unlink', 'a')));
      assert.deepEqual([again.outcome, again.commits], [outcome, []]);
      const back = pieceHeld(out, finding({}, 30, 8), members());
      assert.deepEqual(
        { ...back, unsaid: undefined, left: undefined },
        { ...before, unsaid: undefined, left: undefined },
      );
    }
  });

  it('loses nothing by a commit that is linked, or by one that was not read', () => {
    const linked = say('link', 'c');
    const once = pieceHeld(before, heard(finding({}, 30, 8), linked), members(linked));
    assert.deepEqual([once.commits, once.lines.shipped], [['a', 'b'], 24]);
    const twice = pieceHeld(once, heard(finding({}, 30, 9), linked), members(linked));
    assert.deepEqual([twice.commits, twice.lines.shipped], [['a', 'b'], 24]);
    const back = pieceHeld(twice, finding({}, 30, 9), members());
    assert.deepEqual([back.commits, back.lines.shipped], [['a', 'b'], 24]);
    const unread = say('unlink', 'b');
    const held = pieceHeld(before, heard(finding({}, 30, 8), unread), members(unread));
    assert.equal(held.lines.shipped, 24);
  });

  it('heeds what the person says of the part that was read, and holds what gets no further', () => {
    const { fresh, living, still, lines, outcome, counted, confidence, chip, shippedAt } = before;
    const whole = { outcome, counted, confidence, chip, shippedAt, still };
    const plain = { ...whole, fresh, living, lines, left: null, rule: '' };
    const readPart = (commits: readonly string[], now: PieceFinding, ...sayings: Saying[]) =>
      pieceHeard(now, { ...plain, commits, mainCommit: null }, sayings);
    const out = say('unlink', 'a');
    const taken = readPart(['a'], finding({ commits: [] }, 30, 0), out);
    const { unsaid, ...held } = pieceHeld(before, taken, members(out));
    const { unsaid: _, ...heeded } = taken;
    assert.deepEqual(held, heeded);
    assert.deepEqual(unsaid?.plain, { ...plain, commits: before.commits, mainCommit: 'a' });
    const waiting = finding({ outcome: 'pushed', commits: [], shippedAt: null }, 30, 0);
    const linked = readPart([], finding({ commits: ['c'] }, 30, 20), say('link', 'c'));
    assert.deepEqual(pieceHeld(waiting, linked, members(say('link', 'c'))), linked);
    const less = readPart([], finding({ outcome: 'in progress', commits: [] }, 30, 0), say('unlink', 'd'));
    assert.equal(pieceHeld(before, less, members(say('unlink', 'd'))).outcome, 'shipped');
  });

  it('gives it up too where one session after the other says so, or where it is read later', () => {
    const out = say('unlink', 'a');
    const one = heard(finding({}, 30, 5), out);
    const first = pieceHeld(before, one, members(out));
    const both = heard(finding({ outcome: 'in progress', commits: [] }, 30, 0), out, out);
    const later = pieceHeld(first, both, [...members(out), ...members(out)]);
    assert.deepEqual([later.outcome, later.commits, later.lines.shipped], ['in progress', [], 0]);
    // Further by another commit, which is read first.
    const further = pieceHeard(finding({ outcome: 'in production', commits: ['c'] }, 30, 9), plainOf('c'), [
      out,
    ]);
    const held = pieceHeld(before, further, members(out));
    assert.deepEqual([held.commits, held.lines.shipped], [['c', 'a', 'b'], 24]);
    const read = pieceHeard(finding({ outcome: 'in production', commits: ['c'] }, 30, 9), plainOf('a', 'c'), [
      out,
    ]);
    const given = pieceHeld(held, read, members(out));
    assert.deepEqual([given.commits, given.lines.shipped], [['c'], 9]);
  });

  it('has what no word is about as it is without one', () => {
    const out = say('unlink', 'a');
    const ofEdits = { branch: 'side', startedAt: 0, lastAt: 9, files: ['b.ts'], diagnosed: true };
    const now = heard(finding({ ...ofEdits, commits: [] }, 30, 0), out);
    const beside = ({ branch, startedAt, lastAt, files, diagnosed }: PieceFinding) => ({
      ...{ branch, startedAt, lastAt, files, diagnosed },
    });
    const held = pieceHeld(before, now, members(out));
    assert.deepEqual([beside(held), held.commits], [beside(before), []]);
    const gone = heldPiece(before, now, members(out), { told: true, plain: false });
    assert.deepEqual(beside(gone), ofEdits);
  });

  it('is held below the person’s word of the whole as it is without one', () => {
    const research: Saying = { said: 'research', target: null };
    const heard = (piece: PieceFinding) => {
      const { repository: _, id, branch, sessions, startedAt, lastAt, files, diagnosed, ...found } = piece;
      return pieceHeard(piece, { ...found, left: null, rule: '' }, [research]);
    };
    const facts = { edits: { inGit: 1, outsideGit: 0, unplaced: 0 } };
    const members = [{ sayings: [research], facts }] as unknown as SessionStudy[];
    const less = finding({ confidence: 'fair' }, 30, 8);
    assert.deepEqual(pieceHeld(heard(before), heard(less), members), heard(before));
    const more = finding({ commits: ['a', 'b'] }, 40, 30);
    assert.deepEqual(pieceHeld(heard(before), heard(more), members), heard(more));
  });

  it('counts as what was found without the person’s word has become', () => {
    const unlink: Saying = { said: 'unlink', target: 'a' };
    const facts = { edits: { inGit: 1, outsideGit: 0, unplaced: 0 } };
    const members = [{ sayings: [unlink], facts }] as unknown as SessionStudy[];
    const heard = (found: Partial<PieceFinding>) => {
      const {
        repository: _,
        id,
        branch,
        sessions,
        startedAt,
        lastAt,
        files,
        diagnosed,
        ...plain
      } = {
        ...before,
        ...found,
      };
      return pieceHeard(finding({ commits: ['b'] }, 30, 16), { ...plain, left: null, rule: '' }, [unlink]);
    };
    const out = heard({ outcome: 'rolled back', counted: 'rolled back' });
    // Only the half that the person left was read, and of that nothing was taken out.
    const { outcome, counted } = pieceHeld(heard({}), out, members);
    assert.deepEqual([outcome, counted], ['shipped', 'rolled back']);
  });

  it('goes on where more shipped, or something was done since, and keeps the commits of the rest', () => {
    for (const now of [finding({ confidence: 'fair' }, 40, 25), finding({ lastAt: 9 }, 40, 24)])
      assert.deepEqual(pieceHeld(before, now, []), { ...now, commits: ['a', 'b'] });
    const waiting = finding({ outcome: 'pushed', commits: [], shippedAt: null }, 30, 0);
    const now = finding({}, 30, 12);
    assert.deepEqual(pieceHeld(waiting, now, []), now);
  });

  it('keeps what had shipped where the read part is deployed, and not where the whole is taken out', () => {
    const deployed = finding({ outcome: 'in production', living: 7 }, 30, 8);
    const { commits, lines, fresh, living } = before;
    assert.deepEqual(pieceHeld(before, deployed, []), { ...deployed, commits, lines, fresh, living });
    const out = finding({ outcome: 'rolled back', living: 0 }, 30, 20);
    assert.deepEqual(pieceHeld(before, out, []), { ...out, commits });
  });
});
