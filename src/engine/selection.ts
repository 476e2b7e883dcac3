import type { AgentId } from '../model/records.ts';
import type { ReportChoices, ReportFilter } from '../model/report.ts';
import type { Families } from './families.ts';
import type { RepositoryFinding, SessionFinding } from './findingTypes.ts';

export const EVERYTHING: ReportFilter = { repository: null, agent: null };

/** Which conversations a report is of: those of one repository, one agent, or all. */
export class Selection {
  readonly choices: ReportChoices;
  /** As it holds: what nothing is known of is no choice. */
  readonly filter: ReportFilter;
  readonly #selected: ReadonlySet<number> | null;

  constructor(
    wanted: ReportFilter,
    families: Families,
    findings: ReadonlyMap<number, SessionFinding>,
    repositories: ReadonlyMap<number, RepositoryFinding>,
  ) {
    const known = families.roots.map(({ id, agent }) => {
      return { id, agent, root: repositories.get(findings.get(id)?.repository ?? -1)?.root ?? null };
    });
    this.choices = {
      repositories: [...new Set(known.flatMap(({ root }) => root ?? []))].sort(),
      agents: [...new Set<AgentId>(known.map(({ agent }) => agent))].sort(),
    };
    this.filter = {
      repository: chosen(wanted.repository, this.choices.repositories),
      agent: chosen(wanted.agent, this.choices.agents),
    };
    const { repository, agent } = this.filter;
    const isIn = (one: (typeof known)[number]) =>
      (repository === null || one.root === repository) && (agent === null || one.agent === agent);
    this.#selected =
      repository === null && agent === null ? null : new Set(known.filter(isIn).map(({ id }) => id));
  }

  /** @param session no sub-agent */
  has(session: number): boolean {
    return this.#selected?.has(session) ?? true;
  }

  /** Pieces with at least one of these conversations. */
  of<T extends { readonly sessions: readonly number[] }>(pieces: readonly T[]): readonly T[] {
    return this.#selected === null
      ? pieces
      : pieces.filter(({ sessions }) => sessions.some(id => this.has(id)));
  }
}

function chosen<T>(wanted: T | null, choices: readonly T[]): T | null {
  return wanted !== null && choices.includes(wanted) ? wanted : null;
}
