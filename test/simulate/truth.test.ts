import assert from 'node:assert/strict';
import { Ink, type Text, type Tree, tellingIds } from './ink.ts';
import type { OwnLine, Session } from './session.ts';
import { type Holding, movement, truthOf } from './truth.ts';

const ink = new Ink();
const file = (...lines: Text): Tree => new Map([['a.ts', lines]]);
const holding = (place: string, before: Tree, after: Tree): Holding => ({
  stage: 'shipped',
  place,
  before,
  after,
});

function sessionWith(...lines: { line: Text[number]; side: OwnLine['side'] }[]): Session {
  const session = { own: [] as OwnLine[] };
  const own = lines.map(({ line, side }) => ({
    session: session as unknown as Session,
    path: 'a.ts',
    line,
    side,
    counts: true,
    ids: tellingIds(line),
  }));
  session.own.push(...own);
  return session as unknown as Session;
}

describe('simulate: where lines truly stand', () => {
  const base = ink.write('const base = 1;', 0);
  const agents = ink.write('const agents = 2;', 1);

  it('is where most of their letters first arrived', () => {
    const session = sessionWith({ line: agents, side: 'added' });
    const copy = ink.write('const agents = 2;', 2);
    const { stands } = truthOf(
      [session],
      [
        holding('copied', file(base), file(base, copy)),
        holding('brought', file(base), file(base, agents)),
        holding('brought again', file(base), file(agents, base)),
      ],
    );
    assert.equal(stands.get(session.own[0]!)?.place, 'brought');
  });

  it('is where a line went, of one that was taken out', () => {
    const session = sessionWith({ line: base, side: 'removed' });
    const { stands } = truthOf([session], [holding('cut', file(base, agents), file(agents))]);
    assert.equal(stands.get(session.own[0]!)?.place, 'cut');
  });

  it('does not follow from a move to another file', () => {
    const moved = movement(
      file(base, agents),
      new Map([
        ['b.ts', [agents]],
        ['a.ts', [base]],
      ]),
    );
    assert.equal(moved.fresh.size + moved.gone.size, 0);
  });
});
