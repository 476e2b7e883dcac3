import assert from 'node:assert/strict';
import { join } from 'node:path';
import { literals, nudgeSentences, type Shown, shownTexts, wrongIn, wrongInNudge } from './wording.ts';

const ROOT = join(import.meta.dirname, '..', '..');

describe('The words', () => {
  let shown: readonly Shown[];
  before(async () => {
    shown = await shownTexts(ROOT);
  });

  it('are all looked at: of every room that speaks, of the manifest and of the pages', () => {
    const from = (where: string) => shown.filter(each => each.where.startsWith(where)).length;
    for (const [where, least] of Object.entries({
      panel: 200,
      'src/badge/': 40,
      'src/host/': 15,
      'src/panel/': 20,
      'src/app.ts': 1,
      'src/engine/': 30,
      'package.nls.json': 25,
      'package.json aiImpact.badge': 5,
      'README.md': 5,
    }))
      assert.ok(from(where) >= least, `${where}: ${from(where)}`);
  });

  it('have nothing that is never shown', () => {
    const wrong = shown.flatMap(({ where, text }) =>
      wrongIn(text).map(reason => `${where}: ${reason} in “${text}”`),
    );
    assert.deepEqual(wrong, []);
  });

  it('of nudges are about the work, in the present, without money, and with a way out', () => {
    const sentences = nudgeSentences();
    assert.ok(sentences.size >= 16, String(sentences.size));
    for (const [name, text] of sentences) {
      assert.deepEqual(wrongInNudge(name, text), [], `${name}: ${text}`);
      assert.match(text, /\.$/, name);
    }
  });
});

describe('The rules for words themselves', () => {
  it('see what is forbidden', () => {
    for (const [text, reason] of [
      ['Your rank this week', 'a board'],
      ['A streak of 5 days', 'a board'],
      ['Level 3', 'a board'],
      ['You are in the 90th percentile', 'a board'],
      ['Scores', 'a board'],
      ['12 points', 'a board'],
      ['Productivity', 'a claim'],
      ['3 hours saved', 'a claim'],
      ['4 % wasted', 'a verdict'],
      ['Abandoned work', 'a verdict'],
      ['Great work', 'praise'],
      ['Shipped!', 'a raised voice'],
      ['You lost $12 here', 'money as a loss'],
      ['Tokens burned for nothing', 'money as a loss'],
      ['**18 M tokens** went in', 'bold on use or money'],
    ] as const)
      assert.ok(wrongIn(text).includes(reason), text);
  });

  it('see a nudge that speaks of a person, of the past, of money, or leaves no way out', () => {
    assert.deepEqual(wrongInNudge('itHeld', 'You left {0} for {1}.'), ['a person as its subject']);
    assert.deepEqual(wrongInNudge('itHeld', '{0} was intact.'), ['no present tense']);
    assert.deepEqual(wrongInNudge('contextGrew', 'This session costs more.'), ['money']);
    assert.deepEqual(wrongInNudge('notPushedOne', 'One commit is not pushed.'), ['no way out']);
  });

  it('let through what is plain', () => {
    for (const text of [
      'Nothing is lost by trying again.',
      '**11 changes shipped** in the last 28 days.',
      '18 M tokens, weighed by list price',
      'Top of the list',
      'pinpoint',
    ])
      assert.deepEqual(wrongIn(text), [], text);
  });

  it('find texts in a source, however they are quoted and broken', () => {
    const source = "l10n.t('one \\'a\\'', x); voice.t(\n  \"two\",\n); t(`three`); test('no'); at('no');";
    assert.deepEqual(literals(source), ["one \\'a\\'", 'two', 'three']);
  });
});
