import { agentName } from '../model/agentNames.ts';
import type { Instant } from '../model/records.ts';
import type { Coverage, SourceReport } from '../model/report.ts';
import type { DamagedLedger } from './damagedLedgers.ts';
import type { RepositoryFinding } from './findingTypes.ts';

export interface CoverageFacts {
  readonly sources: readonly SourceReport[];
  readonly repositories: readonly RepositoryFinding[];
  /** Why git could not be asked at all. */
  readonly problems: readonly string[];
  /** Folder → why git refuses the repository that it found there. */
  readonly refused: ReadonlyMap<string, string>;
  /** Ledgers that were moved aside. */
  readonly damaged: readonly DamagedLedger[];
  readonly unpricedModels: readonly string[];
  /** ISO date of the price table. */
  readonly pricesFrom: string;
  readonly unclearSessions: number;
}

/** Stands where the name of a model does, of calls whose logs name none. */
export const UNTOLD_MODEL = 'unknown';
const MOST_PLACES = 3;

/** Why a repository was not read, for a person. */
const WHY: Readonly<Record<string, string>> = {
  'no folder': 'its folder is not there any more',
  'not a repository': 'git finds no repository there any more',
  'not opened': 'by your setting only opened repositories are read',
  'broken repository': 'the repository is damaged',
  'dubious ownership': 'git does not trust it, for it belongs to another user',
  'newer format': 'it needs a newer git',
  'time limit': 'git took too long to answer',
  restricted: 'only a window in Restricted Mode has it open',
  failed: 'git could not read it',
};

/** Why an agent's logs were not read, for a person. */
const WHY_SOURCE: Readonly<Record<string, string>> = {
  'not permitted': 'this user may not read them',
  unreadable: 'they cannot be opened',
  damaged: 'they are damaged',
  unsupported: 'they are compressed in a way that needs a newer Node',
  locked: 'their agent is writing to them; they are read again soon',
  'newer format': 'they are in a format that is not known here',
  'on a server': 'it keeps its sessions on a server, and nothing that could be read on this machine',
  'not documented': 'it keeps its sessions in a form that its maker has not described',
};

/** What could be seen and what could not, each with a stable code and a sentence for the report's reader. */
export function coverageOf(facts: CoverageFacts): Coverage[] {
  const notes: Coverage[] = [];
  const note: Note = (code, text, named) => notes.push({ code, text, ...named });
  for (const { path, at } of facts.damaged) {
    note(
      'ledger-damaged',
      `A ledger was damaged and lies in ${path}; it was last written ${iso(at)}. What agents' logs still had was read again; what only it had is missing here. Delete it when you do not need it any more.`,
      { paths: [path], at: iso(at) },
    );
  }
  for (const source of facts.sources) noteSource(source, note);
  if (facts.problems.includes('no git')) {
    note(
      'no-git',
      'Git was not found, so what became of the work is unknown. Install git, or put it on the PATH.',
    );
  }
  for (const { root, problem, remote, shippingRef, lastHeard } of facts.repositories) {
    if (problem !== null)
      note(
        'repository-unreadable',
        `${root}: ${WHY[problem] ?? problem}. What was known of it before stays.`,
        { repo: root, reason: problem },
      );
    else if (remote === null)
      note('no-remote', `${root} has no remote: nothing there counts as shipped.`, { repo: root });
    else if (shippingRef === null)
      note('no-shipping-ref', `${root}: it is unknown which branch ships.`, { repo: root });
    if (remote !== null && lastHeard !== null) {
      const at = iso(lastHeard);
      note('last-heard', `${root}: last heard from its remote ${at}.`, { repo: root, at });
    }
  }
  for (const { root, cloud } of facts.repositories) {
    for (const [agent, commits] of Map.groupBy(
      cloud.filter(({ shipped }) => shipped),
      commit => commit.agent,
    )) {
      const count = commits.length;
      note(
        'shipped-elsewhere',
        `${root}: ${count === 1 ? '1 commit was' : `${count} commits were`} shipped by ${agentName(agent)} running elsewhere, whose logs are not on this machine.`,
        { repo: root, agent, count },
      );
    }
  }
  const told = new Set(facts.repositories.map(({ root }) => root));
  for (const [folder, reason] of facts.refused) {
    if (told.has(folder)) continue;
    note('repository-unreadable', `${folder}: ${WHY[reason] ?? reason}.`, { repo: folder, reason });
  }
  for (const model of facts.unpricedModels) {
    if (model === UNTOLD_MODEL) {
      note(
        'untold-model',
        'The logs of some calls name no model: their use has no cost here, which is not a cost of 0.',
      );
      continue;
    }
    note(
      'unpriced-model',
      `No list price is known for ${model}: its use has no cost here, which is not a cost of 0.`,
      { model },
    );
  }
  if (facts.unclearSessions > 0) {
    const count = facts.unclearSessions;
    const sessions = count === 1 ? '1 session' : `${count} sessions`;
    note('unclear', `What became of ${sessions} is unclear.`, { count });
  }
  note('prices', `List prices are those of ${facts.pricesFrom}.`, { at: facts.pricesFrom });
  return notes;
}

/** The last is what the text names. */
type Note = (code: string, text: string, named?: Omit<Coverage, 'code' | 'text'>) => void;

function noteSource(source: SourceReport, note: Note): void {
  const name = agentName(source.agent);
  const { agent, reason, versions } = source;
  const named = {
    agent,
    ...(reason === null ? {} : { reason }),
    ...(versions.length === 0 ? {} : { versions }),
    ...(source.unreadable.length === 0
      ? {}
      : { paths: source.unreadable.slice(0, MOST_PLACES), count: source.unreadable.length }),
  };
  const version = versions.length === 0 ? '' : `, version ${versions.join(', ')}`;
  const why = `${WHY_SOURCE[reason ?? ''] ?? reason ?? 'unknown reason'}${version}`;
  const where = placesOf(source.unreadable);
  if (source.status === 'unreadable')
    note('source-unreadable', `${name}: found, cannot be read: ${why}${where}.`, named);
  else if (source.reason !== null)
    note('source-partly-unreadable', `${name}: some of its logs cannot be read: ${why}${where}.`, named);
  else if (version !== '')
    note(
      'source-newer',
      `${name}: some of its logs are in a format that is not known here${version}.`,
      named,
    );
  if (source.skipped > 0)
    note(
      'lines-skipped',
      `${name}: ${source.skipped === 1 ? '1 line' : `${source.skipped} lines`} of its logs could not be understood.`,
      { agent: source.agent, count: source.skipped },
    );
}

/** The first few, for there may be many. */
function placesOf(paths: readonly string[]): string {
  if (paths.length === 0) return '';
  const more = paths.length > MOST_PLACES ? ` and ${paths.length - MOST_PLACES} more` : '';
  return ` (${paths.slice(0, MOST_PLACES).join(', ')}${more})`;
}

/** To the second. */
function iso(at: Instant): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
