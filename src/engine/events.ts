import type { RefMove } from '../model/git.ts';
import type { SessionStudy } from './findings.ts';
import type { RepositoryFinding } from './findingTypes.ts';
import type { Harvest } from './harvest.ts';

type Events = RepositoryFinding['events'];
type Event = Events[number];

/**
 * What happened in a repository, oldest first: pushes, steps of the shipping ref that brought agents' lines,
 * what took such steps out again, deployments and releases that hold them.
 * @param carrying steps with agents' lines
 */
export function eventsOf(
  harvest: Harvest,
  studies: readonly SessionStudy[],
  carrying: ReadonlySet<string>,
): Events {
  const { shippingRef } = harvest;
  const events = [...pushes(harvest)];
  if (shippingRef !== null) {
    events.push(
      ...shipped(harvest, shippingRef, carrying),
      ...reverts(harvest, shippingRef, studies, carrying),
      ...deployments(harvest, carrying),
    );
  }
  return events.sort((a, b) => a.at - b.at);
}

/** A ref that moved with no word of who moved it was published by somebody; what was there at first sight is old. */
function pushes({ moves }: Harvest): Event[] {
  return moves
    .filter(
      ({ kind, logged, backfilled }) => kind === 'push' || (kind === 'unknown' && (logged || !backfilled)),
    )
    .map(move => ({ ...moved(move), kind: 'push', confidence: move.kind === 'push' ? 'solid' : 'thin' }));
}

function moved({
  ref,
  from,
  to,
  at,
  forced,
  actor,
  logged,
  backfilled,
}: RefMove): Omit<Event, 'kind' | 'confidence'> {
  return { ref, from, to, at, forced, actor, evidence: logged ? 'reflog' : 'ref', backfilled };
}

function shipped(
  { steps, shippings, landedOn }: Harvest,
  ref: string,
  carrying: ReadonlySet<string>,
): Event[] {
  return steps
    .filter(({ commit }) => carrying.has(commit))
    .map(step => {
      const shipping = shippings.get(step.commit);
      return arrived(
        step.commit,
        landedOn.get(step.commit) ?? ref,
        shipping?.move ?? null,
        shipping?.at ?? step.committedAt,
        'shipped',
      );
    });
}

function arrived(commit: string, ref: string, move: RefMove | null, at: number, kind: Event['kind']): Event {
  return {
    kind,
    ref,
    from: null,
    to: commit,
    at,
    forced: move?.forced ?? false,
    actor: move?.actor ?? null,
    evidence: move === null ? 'commit' : move.logged ? 'reflog' : 'ref',
    confidence: move === null ? 'thin' : move.logged ? 'solid' : 'fair',
    backfilled: move?.backfilled ?? true,
  };
}

function reverts(
  { history, shippings, dropped, moves }: Harvest,
  ref: string,
  studies: readonly SessionStudy[],
  carrying: ReadonlySet<string>,
): Event[] {
  const undone = new Set(studies.flatMap(({ facts }) => facts.standing.by?.commit ?? []));
  const seen = new Set<string>();
  const events: Event[] = [];
  for (const { commit, at, reverts: named } of history) {
    if (!undone.has(commit) && !named.some(step => carrying.has(step) || seen.has(step))) continue;
    seen.add(commit);
    events.push(arrived(commit, ref, shippings.get(commit)?.move ?? null, at, 'revert'));
  }
  const lost = [...dropped].filter(([commit]) => carrying.has(commit));
  if (lost.length === 0) return events;
  const by = moves.filter(move => move.ref === ref && move.forced);
  return [
    ...events,
    ...by.map(
      (move): Event => ({ ...moved(move), kind: 'revert', confidence: move.logged ? 'solid' : 'fair' }),
    ),
  ];
}

function deployments({ deployed }: Harvest, carrying: ReadonlySet<string>): Event[] {
  if (![...deployed.steps.keys()].some(step => carrying.has(step))) return [];
  return deployed.deployments.map(({ by, ...each }) => ({
    ...each,
    kind: 'deployment',
    evidence: each.ref.startsWith('refs/tags/') ? 'tag' : 'reflog',
    confidence: by === 'confirmed' ? 'solid' : 'fair',
  }));
}
