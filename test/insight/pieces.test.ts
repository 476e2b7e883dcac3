import assert from 'node:assert/strict';
import fc from 'fast-check';
import { groupIntoPieces, isSettled, type PieceSession } from '../../src/insight/pieces.ts';

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

  describe('joins', () => {
    const at = (from: number, to: number, files: string[], more: Partial<PieceSession> = {}) =>
      session(from, files, { endedAt: to * HOUR, ...more });
    const together = (...sessions: PieceSession[]) => sizes(...sessions).length === 1;

    it('what begins 48 hours after the end of the other, and not later', () => {
      assert.ok(together(at(0, 10, ['a']), at(58, 59, ['a'])));
      assert.ok(!together(at(0, 10, ['a']), at(58, 59, ['a'], { startedAt: 58 * HOUR + 1 })));
      assert.ok(together(at(0, 30, ['a', 'b']), at(1, 2, ['b']), at(78, 79, ['a'])), 'the last end counts');
    });

    it('what ends within five days of the beginning, and not later', () => {
      assert.ok(together(at(0, 100, ['a']), at(90, 120, ['a'])));
      assert.ok(!together(at(0, 100, ['a']), at(90, 120, ['a'], { endedAt: 120 * HOUR + 1 })));
    });

    it('the latest piece that shares a file', () => {
      const [first, second, third] = [at(0, 1, ['a']), at(1, 2, ['b']), at(2, 3, ['a', 'b'])];
      assert.deepEqual(
        groupIntoPieces([first, second, third]).map(piece => piece.sessions),
        [[first.id], [second.id, third.id]],
      );
    });

    it('by a file that a later session of the piece brought', () => {
      assert.ok(together(at(0, 1, ['a']), at(1, 2, ['a', 'b']), at(2, 3, ['b'])));
    });
  });

  for (const hub of [
    'package.json',
    'web/package-lock.json',
    'Cargo.toml',
    'pyproject.toml',
    'go.mod',
    'go.sum',
    'pom.xml',
    'build.gradle',
    'build.gradle.kts',
    'Gemfile',
    'requirements-dev.txt',
    'CHANGELOG.md',
    'yarn.lock',
    'pnpm-lock.yaml',
    'src/locales/de.json',
    'locale/de.po',
    'i18n/de/a.json',
    'src/index.ts',
    'index.jsx',
  ])
    it(`is not joined by ${hub}`, () =>
      assert.deepEqual(sizes(session(0, [hub]), session(1, [hub])), [1, 1]));
  for (const file of ['mypackage.json', 'src/reindex.ts', 'locked.ts', 'src/locale.ts'])
    it(`is joined by ${file}`, () => assert.deepEqual(sizes(session(0, [file]), session(1, [file])), [2]));

  describe('knows a file for a hub', () => {
    /** Pieces far apart, so many of which touch the file; and two that lie close together and share it. */
    const joined = (touching: number, others: number) => {
      const apart = (count: number, file: string) =>
        Array.from({ length: count }, (_, i) => session(1000 + i * 72, [file === 'hub' ? 'hub' : `f${i}`]));
      const close = [session(0, ['hub', 'x']), session(1, ['hub', 'x'])];
      const also = [session(2, ['hub', 'y'])];
      const pieces = groupIntoPieces([...close, ...also, ...apart(touching, 'hub'), ...apart(others, 'f')]);
      return pieces.some(piece => piece.sessions.length === 3);
    };
    it('that more than a fifth of ten pieces touch', () => {
      assert.equal(joined(1, 8), true, 'two of ten');
      assert.equal(joined(2, 8), false, 'three of eleven');
      assert.equal(joined(2, 12), true, 'three of fifteen');
      assert.equal(joined(2, 11), false, 'three of fourteen');
      assert.equal(joined(1, 9), true, 'two of eleven');
      assert.equal(joined(2, 6), true, 'of nine nobody can say');
      assert.equal(joined(2, 7), false, 'three of ten');
    });
    it('in its repository alone', () => {
      const elsewhere = Array.from({ length: 12 }, (_, i) =>
        session(1000 + i * 72, ['hub'], { repository: 2 }),
      );
      const here = [session(0, ['hub']), session(1, ['hub'])];
      const pieces = groupIntoPieces([...elsewhere, ...here]);
      assert.deepEqual(pieces.map(piece => piece.sessions.length).sort(), [...Array(12).fill(1), 2]);
    });
  });

  describe('takes in a session that looked', () => {
    const planned = (plan: Partial<PieceSession>, work: Partial<PieceSession> = {}) =>
      sizes(session(0, [], { endedAt: HOUR, read: ['a', 'b'], ...plan }), session(1, ['a', 'b'], work))
        .length === 1;
    const table: [string, boolean, boolean][] = [
      ['at two files', planned({}), true],
      ['not at one', planned({ read: ['a', 'c'] }), false],
      ['not at one twice', planned({ read: ['a', 'a'] }), false],
      ['24 hours before', planned({}, { startedAt: 25 * HOUR, endedAt: 26 * HOUR }), true],
      ['not sooner', planned({}, { startedAt: 25 * HOUR + 1, endedAt: 26 * HOUR }), false],
      ['until the work began', planned({ endedAt: HOUR }, { startedAt: HOUR }), true],
      ['not after it began', planned({ endedAt: HOUR + 1 }, { startedAt: HOUR }), false],
      ['not in another repository', planned({ repository: 2 }), false],
      ['not in none', planned({ repository: null }, { repository: null }), false],
    ];
    for (const [title, is, expected] of table) it(title, () => assert.equal(is, expected));

    it('into the first of several', () => {
      const plan = session(0, [], { read: ['a', 'b', 'c', 'd'] });
      const [first, second] = [session(5, ['a', 'b']), session(6, ['c', 'd'])];
      assert.deepEqual(
        groupIntoPieces([plan, first, second]).map(piece => piece.sessions),
        [[plan.id, first.id], [second.id]],
      );
    });

    it('and tells of them in their order', () => {
      const [late, early] = [session(2, [], { read: ['a', 'b'] }), session(0, [], { read: ['a', 'b'] })];
      const work = session(5, ['a', 'b']);
      assert.deepEqual(
        groupIntoPieces([work, late, early]).map(piece => piece.sessions),
        [[early.id, late.id, work.id]],
      );
    });

    it('and is of the repository of the work', () => {
      const looked = session(0, [], { repository: null });
      const edited = session(400, ['a'], { repository: 7 });
      const sealed = new Map([looked, edited].map(({ id }) => [id, 'x']));
      assert.deepEqual(groupIntoPieces([looked, edited], sealed), [
        { id: looked.name, repository: 7, sessions: [looked.id, edited.id], sealed: true },
      ]);
      assert.deepEqual(groupIntoPieces([looked]), [
        { id: looked.name, repository: null, sessions: [looked.id], sealed: false },
      ]);
    });
  });

  it('orders by time, and by name where that is the same', () => {
    const [b, a, c] = ['b', 'a', 'c'].map(name => session(0, ['f'], { name, endedAt: HOUR }));
    const early = session(-1, ['f'], { name: 'z' });
    const expected = [[early.id, a!.id, b!.id, c!.id]];
    for (const given of [
      [b!, a!, c!, early],
      [c!, b!, early, a!],
      [a!, early, c!, b!],
    ])
      assert.deepEqual(
        groupIntoPieces(given).map(piece => piece.sessions),
        expected,
      );
    assert.equal(groupIntoPieces([b!, a!])[0]?.id, 'a');
  });

  describe('is settled', () => {
    const NOW = 1000 * HOUR;
    const table: [string, number | null, number | null, boolean][] = [
      ['two days after it shipped', NOW - 48 * HOUR, NOW, true],
      ['not sooner', NOW - 48 * HOUR + 1, NOW, false],
      ['two weeks after the last that was done', null, NOW - 336 * HOUR, true],
      ['not sooner either', null, NOW - 336 * HOUR + 1, false],
      ['not where nobody knows', null, null, false],
    ];
    for (const [title, shippedAt, lastAt, expected] of table)
      it(title, () => assert.equal(isSettled(shippedAt, lastAt, NOW), expected));
  });

  it('has each session in exactly one piece, whatever the order', () => {
    const one = fc.record({
      from: fc.integer({ min: 0, max: 200 }),
      files: fc.subarray(['a', 'b', 'c', 'd']),
      read: fc.subarray(['a', 'b', 'c']),
      repository: fc.constantFrom(1, 2, null),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 10 }), list => {
        const sessions = list.map(({ from, files, ...more }) => session(from, files, more));
        const pieces = groupIntoPieces(sessions);
        const ids = (all: number[]) => all.sort((a, b) => a - b);
        assert.deepEqual(ids(pieces.flatMap(piece => piece.sessions)), ids(sessions.map(({ id }) => id)));
        for (const piece of pieces) {
          const members = sessions.filter(({ id }) => piece.sessions.includes(id));
          assert.equal(new Set(members.map(({ repository }) => repository)).size, 1);
        }
      }),
    );
  });
});
