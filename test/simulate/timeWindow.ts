import { isExcluded, lineCounts } from './counting.ts';
import type { Desk } from './desk.ts';
import type { Basis, Tally } from './measure.ts';
import type { Session } from './session.ts';
import { movement, type Truth } from './truth.ts';

const AFTER = 60 * 60_000;

/**
 * What tools say that go by time: a commit that anybody authored on any ref between a session's first message and
 * an hour after its last belongs to that session, to the one with the tightest window if there are several, and to
 * it with all its lines. Shipped is who has one on the local main branch; reverted whose commits a trailer names.
 */
export function timeWindow(
  dev: Desk,
  sessions: readonly Session[],
  truth: Truth,
  basis: Basis,
): Map<Session, { lines: Tally; outcome: string }> {
  const format = '--format=%H%x1f%at%x1f%b%x1e';
  const commits = dev
    .git('log', '--all', format)
    .split('\x1e')
    .map(record => record.trim().split('\x1f'))
    .filter(([commit]) => commit !== undefined && commit !== '')
    .map(([commit = '', at = '', body = '']) => ({ commit, at: Number(at) * 1000, body }));
  const inMain = new Set(dev.git('rev-list', 'main').split('\n'));
  const reverted = new Set(
    commits.flatMap(({ body }) =>
      [...body.matchAll(/This reverts commit ([0-9a-f]{7,40})/g)].map(each => each[1]!),
    ),
  );
  const credited = new Map<Session, string[]>(sessions.map(session => [session, []]));
  const lost = new Set<Session>();
  for (const { commit, at } of commits) {
    const inside = sessions.filter(({ startedAt, endedAt }) => at >= startedAt && at <= endedAt + AFTER);
    inside.sort((a, b) => a.endedAt - a.startedAt - (b.endedAt - b.startedAt) || a.startedAt - b.startedAt);
    const [first, ...others] = inside;
    if (first !== undefined) credited.get(first)!.push(commit);
    for (const other of others) lost.add(other);
  }
  return new Map(
    sessions.map(session => {
      const own = credited.get(session)!;
      const main = own.filter(commit => inMain.has(commit));
      const undone = main.filter(commit => reverted.has(commit));
      let outcome = 'abandoned';
      if (main.length > 0) outcome = undone.length * 2 >= main.length ? 'rolled back' : 'shipped';
      else if (own.length === 0 && lost.has(session)) outcome = 'ambiguous';
      return [session, { lines: linesOf(dev, session, own, truth, basis), outcome }];
    }),
  );
}

function linesOf(dev: Desk, session: Session, commits: readonly string[], truth: Truth, basis: Basis): Tally {
  const matters = (text: string, path: string) =>
    basis === 'all' ? text.trim() !== '' : lineCounts(text) && !isExcluded(path);
  const stands = session.own.filter(own => truth.stands.has(own) && (basis === 'all' || own.counts));
  const tally: Tally = { said: 0, true: stands.length, both: 0, pure: 0, pureBoth: 0 };
  const seen = new Set<number>();
  const gone = new Set<number>();
  for (const commit of commits) {
    const known = dev.world.commits.get(commit);
    const parent = known?.parents[0];
    // A merge has no difference of its own in `git log`.
    if (known === undefined || parent === undefined || known.parents.length > 1) continue;
    const before = dev.tree(parent);
    for (const path of new Set([...before.keys(), ...known.tree.keys()])) {
      const [was, is] = [before.get(path) ?? [], known.tree.get(path) ?? []];
      if (was === is) continue;
      const [old, fresh] = [new Set(was.map(({ text }) => text)), new Set(is.map(({ text }) => text))];
      tally.said += is.filter(({ text }) => matters(text, path) && !old.has(text)).length;
      tally.said += was.filter(({ text }) => matters(text, path) && !fresh.has(text)).length;
    }
    const moved = movement(before, known.tree);
    for (const id of moved.fresh.keys()) seen.add(id);
    for (const id of moved.gone.keys()) gone.add(id);
  }
  for (const { ids, side } of stands) {
    const found = ids.filter(id => (side === 'added' ? seen : gone).has(id)).length;
    const pure = found === ids.length;
    if (found * 2 > ids.length) tally.both++;
    if (pure) tally.pureBoth++;
  }
  tally.both = Math.min(tally.both, tally.said);
  tally.pure = stands.filter(own => truth.stands.get(own)!.pure).length;
  tally.pureBoth = Math.min(tally.pureBoth, tally.pure);
  return tally;
}
