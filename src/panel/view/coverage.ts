import { agentName } from '../../model/agentNames.ts';
import type { Coverage } from '../../model/report.ts';
import { ago, instant, moment, shortDay } from './ages.ts';
import { whole } from './numbers.ts';
import { visible } from './visible.ts';
import { lastName } from './why.ts';
import { fill, type Voice } from './words.ts';

/** What could or could not be seen, for this reader; the report's own text where it says what is needed. */
export function coverageSaid(coverage: Coverage, voice: Voice): string {
  return worded(coverage, voice) ?? visible(coverage.text);
}

function worded(coverage: Coverage, voice: Voice): string | null {
  const { coverage: words } = voice.strings;
  const { code, repo, count, agent, model } = coverage;
  const at = instant(coverage.at ?? null);
  const name = repo === undefined ? null : lastName(repo);
  const number = count === undefined ? '' : whole(count, voice.locale);
  switch (code) {
    case 'last-heard':
      return name === null || at === null ? null : fill(words.heard, name, ago(at, voice));
    case 'no-git':
      return voice.strings.sub.noGit;
    case 'no-remote':
      return name === null ? null : fill(words.noRemote, name);
    case 'no-shipping-ref':
      return name === null ? null : fill(words.noShippingRef, name);
    case 'repository-unreadable': {
      const reason = words.reasons[coverage.reason ?? ''];
      return name === null || reason === undefined ? null : fill(words.repository, name, reason);
    }
    case 'unpriced-model':
      return model === undefined ? null : fill(words.unpriced, visible(model));
    case 'untold-model':
      return words.untoldModel;
    case 'unclear':
      if (count === undefined) return null;
      return count === 1 ? words.unclearOne : fill(words.unclearMany, number);
    case 'prices':
      // A date without a time is read as this reader's own day.
      return at === null ? null : fill(words.prices, shortDay(at, { ...voice, timeZone: undefined }));
    case 'shipped-elsewhere':
      if (name === null || count === undefined || agent === undefined) return null;
      return fill(count === 1 ? words.elsewhereOne : words.elsewhereMany, name, agentName(agent), number);
    case 'lines-skipped':
      if (count === undefined || agent === undefined) return null;
      return fill(count === 1 ? words.skippedOne : words.skippedMany, agentName(agent), number);
    case 'source-unreadable':
    case 'source-partly-unreadable':
    case 'source-newer':
      return sourceSaid(coverage, voice);
    case 'ledger-damaged': {
      const [path] = coverage.paths ?? [];
      return path === undefined || at === null ? null : fill(words.damaged, visible(path), moment(at, voice));
    }
    default:
      return null;
  }
}

/** `null` where the reason has no words here. */
function sourceSaid(
  { code, agent, reason, versions = [], paths = [], count = paths.length }: Coverage,
  voice: Voice,
): string | null {
  const { source, sourceReasons, versions: version, places, morePlaces } = voice.strings.coverage;
  const [sentence, why] = [source[code], sourceReasons[reason ?? '']];
  if (agent === undefined || sentence === undefined) return null;
  if (why === undefined && code !== 'source-newer') return null;
  const said = [fill(sentence, agentName(agent), why ?? '')];
  if (versions.length > 0) said.push(fill(version, versions.map(visible).join(', ')));
  if (paths.length > 0) {
    const first = paths.map(visible).join(', ');
    const more = count - paths.length;
    said.push(fill(places, more > 0 ? fill(morePlaces, first, whole(more, voice.locale)) : first));
  }
  return said.join(' ');
}
