import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nudgeStrings } from '../../src/panel/nudgeStrings.ts';
import { panelStrings } from '../../src/panel/strings.ts';
import { readSources } from './source.ts';

/** A text that a person may read, and where it stands. */
export interface Shown {
  readonly where: string;
  readonly text: string;
}

/** What no text may have, by the reason. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  'a board':
    /\b(rank(s|ed|ing|ings)?|percentiles?|leaderboards?|streaks?|levels?|points?|scor(e|es|ed|ing)|badges? earned|top \d)\b/i,
  'a claim': /\bproductiv\w*|\b(time|hours|minutes|money|dollars) saved\b|\bsav(es|ed|ing) you\b/i,
  'a verdict':
    /\b(wast(e|es|ed|ing|eful)|abandon\w*|failure|useless|pointless|sloppy|lazy|careless|bad|poor|worse|worst)\b/i,
  praise:
    /\b(great|excellent|awesome|amazing|impressive|congrat\w*|well done|good (job|work)|nice|best|keep it up|brilliant)\b/i,
  'a raised voice': /!/,
  'money as a loss':
    /\b(los(t|e|es|ing|s)|burn\w*|cost you|thrown? away)\b[^.]*(\$|\bdollars?\b|\bmoney\b|\btokens?\b)|(\$|\bdollars?\b|\bmoney\b|\btokens?\b)[^.]*\b(los(t|e|es|ing|s)|burn\w*|thrown? away)\b/i,
  'bold on use or money': /\*\*[^*]*(\btokens?\b|\$|\bdollars?\b|\bcredits?\b|\buse\b)[^*]*\*\*/i,
};

/** Why a text may not be shown; empty where it may. */
export function wrongIn(text: string): string[] {
  return Object.entries(FORBIDDEN).flatMap(([reason, pattern]) => (pattern.test(text) ? [reason] : []));
}

const OWN_RULE = 'own rule';
/** What is said of work that waits has a way out in it. */
const WAYS_OUT: readonly string[] = ['notPushed', 'parked', 'waitingInReview', 'cameBack'];

/** Of a nudge's sentence: it speaks of a branch, a file or a session, in the present, with a neutral way out. */
export function wrongInNudge(name: string, text: string): string[] {
  const wrong = wrongIn(text);
  if (name.startsWith(OWN_RULE)) return wrong;
  if (/\b(you|your|yours|we|our)\b/i.test(text)) wrong.push('a person as its subject');
  if (/\b(was|were|did|had|should|must|ought)\b/i.test(text)) wrong.push('no present tense');
  if (/\$|\b(dollars?|money|costs?|cheap\w*|dear\w*)\b/i.test(text)) wrong.push('money');
  if (WAYS_OUT.some(way => name.startsWith(way)) && !/\blet go\b/.test(text)) wrong.push('no way out');
  return wrong;
}

/** By name: the sentences that nudges are made of. */
export function nudgeSentences(): Map<string, string> {
  const {
    rule,
    ruleOfOne,
    parked,
    day: _,
    days: __,
    here: ___,
    more: ____,
    ...rest
  } = nudgeStrings(t => t).say;
  const named = (of: string, texts: Readonly<Record<string, string>>) =>
    Object.entries(texts).map(([name, text]) => [`${of} ${name}`, text] as const);
  return new Map([
    ...named(OWN_RULE, rule),
    ...named(`${OWN_RULE} of one`, ruleOfOne),
    ...named('parked', parked),
    ...Object.entries(rest),
  ]);
}

const TRANSLATED = /\bt\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/g;
/** Sentences of the headless report and its table, which no translation goes through. */
const PLAIN = [
  'src/engine/coverage.ts',
  'src/engine/reportTable.ts',
  'src/engine/reportOptions.ts',
  'src/engine/reportCommand.ts',
];
const QUOTED = /'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\])*)`/g;

/** Every text of the product that a person may read. */
export async function shownTexts(root: string): Promise<Shown[]> {
  const shown: Shown[] = [];
  const page = panelStrings(text => {
    shown.push({ where: 'panel', text });
    return text;
  });
  // Words that were forgotten to be translated are seen all the same.
  for (const text of leaves(page)) shown.push({ where: 'panel', text });
  for (const { path, text } of await readSources(root, ['src'])) {
    for (const found of literals(text, PLAIN.includes(path) ? QUOTED : TRANSLATED))
      shown.push({ where: path, text: found });
  }
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  for (const [name, text] of Object.entries(JSON.parse(read('package.nls.json')) as Record<string, string>))
    shown.push({ where: `package.nls.json ${name}`, text });
  const manifest = JSON.parse(read('package.json'));
  shown.push({ where: 'package.json', text: manifest.displayName });
  for (const [name, setting] of Object.entries<{ enum?: string[] }>(
    manifest.contributes.configuration.properties,
  ))
    for (const text of [name, ...(setting.enum ?? [])]) shown.push({ where: `package.json ${name}`, text });
  for (const name of ['README.md', 'CHANGELOG.md', 'docs/adding-an-agent.md'])
    for (const [, text] of read(name).matchAll(/^#+ (.*)$/gm)) shown.push({ where: name, text: text! });
  return shown;
}

export function literals(source: string, pattern = TRANSLATED): string[] {
  return [...source.matchAll(pattern)].map(found => found[1] ?? found[2] ?? found[3] ?? '');
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}
