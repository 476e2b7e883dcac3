import { agentName } from '../../model/agentNames.ts';
import type { PanelState } from '../protocol.ts';
import { ago, instant, shortDay, sortedByTime, windowDates } from './ages.ts';
import { whole } from './numbers.ts';
import { shownSources } from './sources.ts';
import { lastName } from './why.ts';
import { fill, list, type Voice } from './words.ts';

const MOMENT = 60_000;

/** The lines under the sentence: what was read, how fresh it is, what is missing. */
export function preface(state: PanelState, voice: Voice): string[] {
  const { report } = state;
  if (state.phase === 'off') return [];
  if (report === null) return readBackTo(state, voice);
  if (nothingFound(state)) return lookedFor(report, voice);
  return [
    ...asItStood(state, voice),
    ...stillReading(state, voice),
    ...only(report, voice),
    ...readFrom(report, voice),
    ...gaps(report, voice),
    ...withoutGit(report, voice),
    ...heard(report, voice),
  ];
}

/** Everything was looked at, and no agent has left a log on this machine. */
export function nothingFound({ phase, report, problem }: PanelState): boolean {
  if (phase !== 'ready' || report === null || problem !== null) return false;
  const { pieces, usage, sources } = report;
  const logs = sources.some(({ status, files }) => status === 'unreadable' || files > 0);
  return pieces.length === 0 && usage.total.calls === 0 && !logs;
}

function lookedFor(report: Report, voice: Voice): string[] {
  const { firstRun, sources } = voice.strings;
  const agents = new Set(report.sources.map(({ agent }) => agent)).size;
  const where = agents === 0 ? [] : [fill(firstRun.lookedFor, whole(agents, voice.locale), sources.looked)];
  return [...where, firstRun.keepLogs];
}

type Report = NonNullable<PanelState['report']>;

/** While there is no report yet, the sentence itself tells the files. */
function readBackTo({ phase, progress }: PanelState, voice: Voice): string[] {
  const oldest = phase === 'importing' ? instant(progress?.oldestDay ?? null) : null;
  if (oldest === null) return [];
  return [fill(voice.strings.sub.backTo, shortDay(oldest, { ...voice, timeZone: undefined }))];
}

function stillReading({ phase, progress }: PanelState, voice: Voice): string[] {
  const { sub } = voice.strings;
  if (phase !== 'importing' || progress === null) return [];
  const files = [whole(progress.filesDone, voice.locale), whole(progress.filesTotal, voice.locale)] as const;
  const oldest = instant(progress.oldestDay);
  if (oldest === null) return [fill(sub.stillReading, ...files)];
  return [fill(sub.stillReadingTo, ...files, shortDay(oldest, { ...voice, timeZone: undefined }))];
}

/** Told until the newer account is there, and for as long as none can be read; not of what was there a moment ago. */
function asItStood({ earlier, report }: PanelState, voice: Voice): string[] {
  const at = instant(report?.generatedAt ?? null);
  if (!earlier || at === null || voice.now.getTime() - at.getTime() < MOMENT) return [];
  return [fill(voice.strings.sub.earlier, ago(at, voice))];
}

function readFrom(report: Report, voice: Voice): string[] {
  const { sub } = voice.strings;
  const agents = shownSources(report)
    .filter(source => source.status === 'read')
    .map(source => agentName(source.agent));
  if (agents.length === 0) return [];
  const names = list([...new Set(agents)], voice);
  const dates = windowDates(report);
  if (dates === null) return [fill(sub.readFromOnly, names)];
  return [fill(sub.readFrom, names, ...dates.map(date => shortDay(date, voice)))];
}

/** That a part is shown, and what is not of that part alone. */
function only({ filter: { repository, agent } }: Report, voice: Voice): string[] {
  const { choosing } = voice.strings;
  if (repository === null) return agent === null ? [] : [fill(choosing.onlyAgent, agentName(agent))];
  const name = lastName(repository);
  return [
    agent === null ? fill(choosing.onlyRepository, name) : fill(choosing.onlyBoth, agentName(agent), name),
  ];
}

function gaps(report: Report, { strings: { sub } }: Voice): string[] {
  return shownSources(report).flatMap(({ agent, status }) => {
    const quality = report.usage.byAgent[agent]?.quality;
    if (status === 'unreadable') return [fill(sub.unreadable, agentName(agent))];
    if (status === 'read' && quality === 'credits') return [fill(sub.credits, agentName(agent))];
    return status === 'read' && quality === 'none' ? [fill(sub.notRecorded, agentName(agent))] : [];
  });
}

function withoutGit({ coverage }: Report, { strings: { sub } }: Voice): string[] {
  return coverage.some(({ code }) => code === 'no-git') ? [sub.noGit] : [];
}

/** Of the repository that was heard of longest ago: what others show may be newer, never older. */
function heard(report: Report, voice: Voice): string[] {
  const { sub } = voice.strings;
  const shipping = report.repos.filter(repo => repo.shippingRef?.startsWith('refs/remotes/'));
  const unknown = shipping.find(repo => instant(repo.lastHeard) === null);
  if (unknown !== undefined) return [fill(sub.heardUnknown, lastName(unknown.root))];
  const [oldest] = sortedByTime(shipping, repo => repo.lastHeard, 'oldest');
  const at = instant(oldest?.lastHeard ?? null);
  return oldest === undefined || at === null ? [] : [fill(sub.heard, lastName(oldest.root), ago(at, voice))];
}
