import type { SessionHead } from '../ledger/sessionReads.ts';
import type { AgentId } from '../model/records.ts';
import type { ReportChoices, ReportFilter } from '../model/report.ts';
import type { Families } from './families.ts';
import type { RepositoryFinding, SessionFinding } from './findingTypes.ts';

export const EVERYTHING: ReportFilter = { repository: null, agent: null };

export interface SelectionFacts {
  readonly families: Families;
  readonly findings: ReadonlyMap<number, SessionFinding>;
  readonly repositories: ReadonlyMap<number, RepositoryFinding>;
  /** Repositories of these findings. */
  readonly workedIn: ReadonlySet<number>;
}

/** Which conversations a report is of: those of one repository, one agent, or all. */
export class Selection {
  readonly choices: ReportChoices;
  /** As it holds: what nothing is known of is no choice. */
  readonly filter: ReportFilter;
  readonly #selected: ReadonlySet<number> | null;

  constructor(wanted: ReportFilter, { families, findings, repositories, workedIn }: SelectionFacts) {
    const rootOf = (repository: number | null) => repositories.get(repository ?? -1)?.root ?? null;
    const agents = new Set<AgentId>();
    for (const { agent } of families.roots) agents.add(agent);
    this.choices = {
      repositories: [...new Set([...workedIn].flatMap(repository => rootOf(repository) ?? []))].sort(),
      agents: [...agents].sort(),
    };
    this.filter = {
      repository: chosen(wanted.repository, this.choices.repositories),
      agent: chosen(wanted.agent, this.choices.agents),
    };
    const { repository, agent } = this.filter;
    const isIn = (one: SessionHead) =>
      (repository === null || rootOf(findings.get(one.id)?.repository ?? null) === repository) &&
      (agent === null || one.agent === agent);
    this.#selected =
      repository === null && agent === null ? null : new Set(families.roots.filter(isIn).map(({ id }) => id));
  }

  /** @param session no sub-agent */
  has(session: number): boolean {
    return this.#selected?.has(session) ?? true;
  }

  /** Pieces with at least one of these conversations. */
  of<T extends { readonly sessions: readonly number[] }>(pieces: readonly T[]): readonly T[] {
    return this.#selected === null ? pieces : pieces.filter(({ sessions }) => this.hasAny(sessions));
  }

  hasAny(sessions: readonly number[]): boolean {
    return this.#selected === null || sessions.some(id => this.has(id));
  }
}

function chosen<T>(wanted: T | null, choices: readonly T[]): T | null {
  return wanted !== null && choices.includes(wanted) ? wanted : null;
}
