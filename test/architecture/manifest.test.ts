import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const words = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
const { contributes } = JSON.parse(text) as {
  contributes: {
    commands: { command: string }[];
    walkthroughs: { steps: { media: { svg: string } }[] }[];
    configuration: { properties: Record<string, { scope: string; markdownDescription: string }> };
  };
};

describe('The manifest', () => {
  it('has a word for each of its keys, and no word that nothing uses', () => {
    const used = [...text.matchAll(/"%([^%]+)%"/g)].map(match => match[1]!);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(words).sort());
  });

  it('has a picture for each step of the walkthrough, with colours of the theme only', () => {
    const [walkthrough] = contributes.walkthroughs;
    assert.equal(walkthrough?.steps.length, 4);
    for (const { media } of walkthrough?.steps ?? []) {
      assert.ok(existsSync(join(root, media.svg)), media.svg);
      assert.doesNotMatch(readFileSync(join(root, media.svg), 'utf8'), /#[0-9a-f]{3,6}\b|rgb\(/i, media.svg);
    }
  });

  it('leads only to commands that there are', () => {
    const own = contributes.commands.map(({ command }) => command);
    const named = Object.values(words).flatMap(word =>
      [...word.matchAll(/command:(aiImpact\.\w+)/g)].map(match => match[1]!),
    );
    for (const command of named) assert.ok(own.includes(command), command);
  });

  it('has fewer than twelve settings, each described, none of which a workspace may set', () => {
    const properties = Object.values(contributes.configuration.properties);
    assert.ok(properties.length < 12);
    for (const { scope, markdownDescription } of properties) {
      assert.equal(scope, 'application');
      assert.match(markdownDescription, /^%setting\./);
    }
  });
});
