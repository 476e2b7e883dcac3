import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LONGEST_WORDS, MOST_RULES, RULE_CONDITIONS, readOwnRules, ruleId } from '../../src/model/ownRule.ts';

/** As it stands in a settings file. */
const read = (json: string) => readOwnRules(JSON.parse(json));
const GOOD = '{ "if": "open pieces", "than": 3, "then": " I finish one. " }';

describe('model/own rules', () => {
  it('takes what is right and tells of each entry that is not', () => {
    const { rules, problems } = read(`[${GOOD}, null, { "if": "tokens", "than": 3, "then": "x" },
      { "if": "open pieces", "than": 0, "then": "x" }, { "if": "open pieces", "than": 2.5, "then": "x" },
      { "if": "open pieces", "than": "3", "then": "x" }, { "if": "open pieces", "than": 3, "then": " " },
      { "if": "open pieces", "than": 3 }, ${GOOD}]`);
    assert.deepEqual(rules[0], { if: 'open pieces', than: 3, words: 'I finish one.' });
    assert.equal(rules.length, 2);
    assert.deepEqual(
      problems.map(({ index, code }) => [index, code]),
      [
        [1, 'not an object'],
        [2, 'if'],
        [3, 'than'],
        [4, 'than'],
        [5, 'than'],
        [6, 'then'],
        [7, 'then'],
      ],
    );
    const long = JSON.stringify('x'.repeat(LONGEST_WORDS + 1));
    assert.equal(read(`[{ "if": "open pieces", "than": 3, "then": ${long} }]`).problems[0]?.code, 'then');
  });

  it('follows only so many, and wants a list', () => {
    const { rules, problems } = read(`[${Array.from({ length: MOST_RULES + 3 }, () => GOOD).join()}]`);
    assert.equal(rules.length, MOST_RULES);
    assert.deepEqual(problems, [{ index: MOST_RULES, code: 'too many' }]);
    assert.deepEqual(read('{}'), { rules: [], problems: [{ index: 0, code: 'not a list' }] });
    assert.deepEqual(read('[]'), { rules: [], problems: [] });
  });

  it('names a rule by what fires it and not by the person’s words', () => {
    const [rule] = read(`[${GOOD}]`).rules;
    assert.equal(ruleId(rule!), 'rule: open pieces 3');
  });

  it('is what the manifest offers', () => {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    const setting = manifest.contributes.configuration.properties['aiImpact.plans'];
    const { properties } = setting.items;
    assert.deepEqual(properties.if.enum, RULE_CONDITIONS);
    assert.equal(properties.if.enumDescriptions.length, RULE_CONDITIONS.length);
    assert.equal(properties.then.maxLength, LONGEST_WORDS);
    assert.equal(setting.maxItems, MOST_RULES);
    assert.equal(setting.scope, 'application');
    const { body } = setting.items.defaultSnippets[0];
    assert.deepEqual(readOwnRules([body]).problems, []);
  });
});
