import { agentName } from '../../model/agentNames.ts';
import { inMillions } from '../../model/compactNumber.ts';
import type { Quality } from '../../model/tokens.ts';
import type { PanelReport } from '../protocol.ts';
import { ago, instant, sortedByTime } from './ages.ts';
import { coverageSaid } from './coverage.ts';
import { creditsOf } from './ledger.ts';
import { inCredits, tokensOf, whole } from './numbers.ts';
import { type ProductionLine, productionOf } from './production.ts';
import { visible } from './visible.ts';
import { lastName } from './why.ts';
import { dots, fill, list, type Voice } from './words.ts';

export interface SourceLine {
  readonly agent: string;
  readonly read: string;
  readonly counts: string;
  readonly tokens: string;
}

export interface Sources {
  readonly lines: readonly SourceLine[];
  /** Agents of which nothing was found here; a sentence, or empty. */
  readonly notFound: string;
  readonly coverage: readonly CoverageLine[];
  readonly production: readonly ProductionLine[];
  /** After so many lines of coverage they stand: what is about repositories stands together. */
  readonly productionAfter: number;
  /** Every agent that is known, with the folders in which it was looked for. */
  readonly looked: readonly { readonly agent: string; readonly folders: string }[];
}

export interface CoverageLine {
  /** What it is about: of no two lines the same. */
  readonly key: string;
  readonly text: string;
  /** The repository whose remote could be asked now, by its root. */
  readonly fetch: { readonly repo: string; readonly name: string } | null;
}

type Usage = PanelReport['usage']['total'];
type Session = PanelReport['sessions'][number];

/** What was found, how far it can be trusted, and what was not found. */
export function sourcesOf(report: PanelReport, voice: Voice): Sources {
  const { strings } = voice;
  const found = shownSources(report).filter(source => source.status !== 'not found');
  const absent = report.sources.filter(source => source.status === 'not found');
  const names = [...new Set(absent.map(source => agentName(source.agent)))].sort();
  const parted = report.filter.repository !== null || report.filter.agent !== null;
  const nothing = parted ? strings.sources.nothingShown : strings.sources.nothingHere;
  return {
    lines: found.map(source => {
      const usage = report.usage.byAgent[source.agent] ?? null;
      const sessions = report.sessions.filter(session => session.agent === source.agent);
      const readable = source.status === 'read';
      return {
        agent: agentName(source.agent),
        read: readable
          ? read(source.skipped, sessions, report.rest.sessions[source.agent], nothing, voice)
          : strings.sources.unreadable,
        counts: readable ? strings.sources.quality[usage?.quality ?? 'none'] : strings.unknown,
        tokens: readable ? counted(usage, voice) : strings.unknown,
      };
    }),
    notFound: names.length === 0 ? '' : fill(strings.sources.notFound, list(names, voice)),
    looked: report.sources.map(({ agent, looked }) => ({
      agent: agentName(agent),
      folders: folders(looked, voice),
    })),
    production: productionOf(report, voice),
    productionAfter: report.coverage.findLastIndex(({ repo }) => repo !== undefined) + 1,
    coverage: coverageLines(report.coverage, voice),
  };
}

function coverageLines(coverage: PanelReport['coverage'], voice: Voice): CoverageLine[] {
  const before = new Map<string, number>();
  return coverage.map(each => {
    const { code, repo, agent, model } = each;
    const about = JSON.stringify([code, repo, agent, model]);
    const same = before.get(about) ?? 0;
    before.set(about, same + 1);
    return {
      key: `${about} ${same}`,
      text: coverageSaid(each, voice),
      fetch: code === 'last-heard' && repo !== undefined ? { repo, name: lastName(repo) } : null,
    };
  });
}

/** Those of the agent that was chosen. */
export function shownSources({ sources, filter }: Pick<PanelReport, 'sources' | 'filter'>) {
  return sources.filter(({ agent }) => filter.agent === null || agent === filter.agent);
}

const MOST_FOLDERS = 4;

/** The first few: an editor's extension may lie in any of many editors. */
function folders(all: readonly string[], { strings, locale }: Voice): string {
  const some = all.slice(0, MOST_FOLDERS).map(visible).join(', ');
  const more = all.length - MOST_FOLDERS;
  return more > 0 ? fill(strings.sources.andMore, some, whole(more, locale)) : some;
}

/** Tokens with the word that says how far they can be trusted; credits as such; never a zero for unknown. */
export function counted(usage: Usage | null, voice: Voice): string {
  const { strings, locale } = voice;
  if (usage === null || usage.quality === 'none') return strings.unknown;
  if (usage.quality === 'credits') {
    const credits = creditsOf(usage).map(([, amount]) => inCredits(amount, voice));
    return credits.length === 0 ? strings.unknown : list(credits, voice);
  }
  const tokens = tokensOf(usage);
  return tokens === null ? strings.unknown : hedged(inMillions(tokens, locale), usage.quality, voice);
}

export function hedged(text: string, quality: Quality, { strings }: Voice): string {
  if (quality === 'lower bound') return fill(strings.atLeast, text);
  return quality === 'exact' ? text : fill(strings.about, text);
}

function read(
  skipped: number,
  own: readonly Session[],
  rest: PanelReport['rest']['sessions'][string] | undefined,
  nothing: string,
  voice: Voice,
): string {
  const { strings, locale } = voice;
  const { sources } = strings;
  const count = own.length + (rest?.count ?? 0);
  if (count === 0) return dots([nothing, lostLines(skipped, voice)], voice);
  const number = count === 1 ? sources.sessionsOne : fill(sources.sessionsMany, whole(count, locale));
  const ends = [...own.map(({ endedAt }) => endedAt), rest?.latest ?? null];
  const [latest = null] = sortedByTime(ends, end => end, 'newest');
  const last = instant(latest);
  return dots(
    [last === null ? number : fill(sources.lastSeen, number, ago(last, voice)), lostLines(skipped, voice)],
    voice,
  );
}

function lostLines(skipped: number, { strings: { sources }, locale }: Voice): string | null {
  if (skipped === 0) return null;
  return skipped === 1 ? sources.skippedOne : fill(sources.skippedMany, whole(skipped, locale));
}
