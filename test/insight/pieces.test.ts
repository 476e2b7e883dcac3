import assert from 'node:assert/strict';
import { groupIntoPieces, type PieceSession } from '../../src/insight/pieces.ts';

const HOUR = 3_600_000;

describe('insight/pieces', () => {
  let next = 0;
  const session = (from: number, files: string[], more: Partial<PieceSession> = {}): PieceSession => {
    const id = ++next;
    return {
      id,
      name: `s${id}`,
      repository: 1,
      startedAt: from * HOUR,
      endedAt: (from + 1) * HOUR,
      files,
      read: [],
      ...more,
    };
  };
  const sizes = (...sessions: PieceSession[]) =>
    groupIntoPieces(sessions)
      .map(piece => piece.sessions.length)
      .sort();

  it('joins sessions that share a file within 48 hours', () => {
    assert.deepEqual(sizes(session(0, ['a', 'b']), session(40, ['b']), session(80, ['b', 'c'])), [3]);
    assert.deepEqual(sizes(session(0, ['a']), session(60, ['a'])), [1, 1]);
    assert.deepEqual(sizes(session(0, ['a']), session(1, ['b'])), [1, 1]);
  });

  it('keeps repositories apart', () => {
    assert.deepEqual(sizes(session(0, ['a']), session(1, ['a'], { repository: 2 })), [1, 1]);
    assert.deepEqual(
      sizes(session(0, ['a'], { repository: null }), session(1, ['a'], { repository: null })),
      [1, 1],
    );
  });

  it('ends after five days, however the work goes on', () => {
    const days = [0, 1, 2, 3, 4, 5, 6].map(day => session(day * 24, ['a']));
    assert.equal(groupIntoPieces(days).length, 2);
  });

  it('is not joined by hub files', () => {
    assert.deepEqual(sizes(session(0, ['package.json', 'a']), session(1, ['package.json', 'b'])), [1, 1]);
    // A file that every piece touches, weeks apart from one another, joins none that lie close together.
    const many = Array.from({ length: 12 }, (_, i) => session(i * 72, ['hub.ts', `f${i}.ts`]));
    assert.deepEqual(sizes(...many, session(1, ['hub.ts', 'other.ts'])), Array(13).fill(1));
  });

  it('takes a file that one piece of work edits again and again for no hub', () => {
    const others = Array.from({ length: 10 }, (_, i) => session(200 + i * 72, [`f${i}.ts`]));
    const three = [0, 5, 10].map(hour => session(hour, ['journal.ts']));
    assert.equal(groupIntoPieces([...others, ...three]).length, 11);
  });

  it('takes in the session that planned it', () => {
    const plan = session(0, [], { read: ['a', 'b', 'c'] });
    const stranger = session(0, [], { read: ['a'] });
    const pieces = groupIntoPieces([plan, stranger, session(5, ['a', 'b'])]);
    assert.deepEqual(pieces.map(piece => piece.sessions.length).sort(), [1, 2]);
    assert.equal(
      pieces.find(piece => piece.sessions.length === 2)?.id,
      plan.name,
      'named after its first session',
    );
  });

  it('leaves a settled piece as it is: nothing joins it and nothing leaves it', () => {
    const first = session(0, ['a']);
    const second = session(10, ['a']);
    const apart = session(400, ['z']);
    const later = session(20, ['a']);
    const sealed = new Map([first, second, apart].map(({ id }) => [id, first.name]));
    const pieces = groupIntoPieces([first, second, apart, later], sealed);
    assert.deepEqual(
      pieces.map(piece => [piece.id, piece.sessions, piece.sealed]),
      [
        [first.name, [first.id, second.id, apart.id], true],
        [later.name, [later.id], false],
      ],
    );
  });

  it('counts settled pieces too when it tells how common a file is', () => {
    const many = Array.from({ length: 12 }, (_, i) => session(i * 72, ['hub.ts', `f${i}.ts`]));
    const sealed = new Map(many.map(({ id, name }) => [id, name]));
    const fresh = [session(900, ['hub.ts', 'x']), session(901, ['hub.ts', 'y'])];
    const free = groupIntoPieces([...many, ...fresh], sealed).filter(piece => !piece.sealed);
    assert.deepEqual(
      free.map(piece => piece.sessions.length),
      [1, 1],
    );
  });
});
