import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUNDLE, bundleText, messagesOf } from '../../scripts/l10n.ts';
import { panelStrings } from '../../src/panel/strings.ts';
import { readSources } from './source.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Rooms whose texts the person's language goes through. */
const EDGES = ['src/host', 'src/badge', 'src/panel', 'src/app.ts'];
/** Properties by which VS Code shows a text, and its dialogs; with a literal, nobody could translate it. */
const UNTRANSLATED =
  /\b(title|placeHolder|prompt|detail|label|invocationMessage): *['"`][^'"`]*[A-Za-z]{2}|\bshow(Information|Warning|Error)Message\(\s*['"`]/g;

describe('l10n', () => {
  it('has every message in its bundle: npm run l10n', async () => {
    assert.equal(await readFile(BUNDLE, 'utf8'), await bundleText());
  });

  it('has every text of the page in it', async () => {
    const bundle = JSON.parse(await readFile(BUNDLE, 'utf8')) as Record<string, string>;
    const missing: string[] = [];
    panelStrings(message => {
      if (!(message in bundle)) missing.push(message);
      return message;
    });
    assert.deepEqual(missing, []);
  });

  it('asks for messages by one literal each, but where the whole page is handed on', async () => {
    const unread: string[] = [];
    for (const { path, text } of await readSources(root, ['src'])) {
      for (const call of messagesOf(text).unread) unread.push(`${path}: ${call}`);
    }
    assert.deepEqual(unread.sort(), [
      'src/panel/nudgeToast.ts: t(message));',
      'src/panel/panel.ts: t(message));',
    ]);
  });

  it('shows no text of its own in dialogs and lists without asking for it', async () => {
    const found: string[] = [];
    for (const { path, text } of await readSources(root, ['src'])) {
      if (!EDGES.some(edge => path.startsWith(edge))) continue;
      for (const [literal] of text.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(UNTRANSLATED))
        found.push(`${path}: ${literal}`);
    }
    assert.deepEqual(found, []);
  });

  it('reads literals of every kind, over lines, and tells of what is none', () => {
    const source =
      "l10n.t('a \\'b\\'\\u00a0%', x); t(\n  \"two\",\n); t(`three`); at('no'); t(word); t('a' + b);";
    assert.deepEqual(messagesOf(source), {
      messages: ["a 'b'\u00a0%", 'two', 'three'],
      unread: ["t(word); t('a' + b);", "t('a' + b);"],
    });
  });
});
