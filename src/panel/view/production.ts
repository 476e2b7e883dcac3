import { PRODUCTION_SAID, type ProductionReport } from '../../model/production.ts';
import type { PageMessage, PanelReport } from '../protocol.ts';
import { whole } from './numbers.ts';
import { visible } from './visible.ts';
import { lastName } from './why.ts';
import { fill, type Voice } from './words.ts';

/** By what one repository tells of production, and what the person may say of it. */
export interface ProductionLine {
  /** Which refs of which repository: the same whatever is said of them. */
  readonly key: string;
  readonly text: string;
  readonly acts: readonly ProductionAct[];
}

export interface ProductionAct {
  readonly text: string;
  /** With what it is about, for who hears it alone. */
  readonly label: string;
  readonly message: PageMessage;
}

/** Of repositories in which agents worked: nobody is asked about others. */
export function productionOf({ repos, choices }: PanelReport, voice: Voice): ProductionLine[] {
  const worked = new Set(choices.repositories);
  return repos
    .filter(({ root }) => worked.has(root))
    .flatMap(({ root, production }) => production.map(refs => lineOf(root, refs, voice)));
}

function lineOf(repo: string, refs: ProductionReport, voice: Voice): ProductionLine {
  const { production: words, saying, act } = voice.strings;
  const name = lastName(repo);
  const named = refsNamed(refs, voice);
  const { kind, branch, said, word } = refs;
  const key = JSON.stringify([repo, kind, branch]);
  if (said !== null && word !== null) {
    const text = fill(words.said[said], name, named);
    const message = { type: 'takeBackProduction', word } as const;
    return { key, text, acts: [{ text: saying.takeBack, label: fill(saying.undoOf, text), message }] };
  }
  return {
    key,
    text: fill(words.taken, name, named),
    acts: PRODUCTION_SAID.map(each => ({
      text: words.say[each],
      label: fill(act.of, words.say[each], fill(words.about, named, name)),
      message: { type: 'sayProduction', repo, kind, branch, said: each },
    })),
  };
}

function refsNamed({ kind, newest, count }: ProductionReport, { strings, locale }: Voice): string {
  const short = visible(newest.replace(/^refs\/(?:tags|remotes)\//, ''));
  if (kind === 'deploy branch') return short;
  const { one, many } = strings.production.refs[kind];
  return count === 1 ? fill(one, short) : fill(many, short, whole(count - 1, locale));
}
