import { isExcluded, lineCounts } from './counting.ts';
import type { Desk } from './desk.ts';
import { indented, type Line, type Text } from './ink.ts';
import { gaps, indentOf, insertAt, languageOf, ranges, statements, tweaked, without } from './spots.ts';

// What people do to files with a keyboard.

/** New blocks, and single statements between others, typed or taken from elsewhere. */
export function typeOwn(desk: Desk, path: string, blocks: number, author = desk.person.author): void {
  const { world } = desk;
  const { chance, ink } = world;
  const language = languageOf(path)!;
  let text = desk.text(path);
  for (let n = 0; n < blocks; n++)
    text = insertAt(text, chance.pick(gaps(text)), world.block(language, author), ink, author);
  const source = world.block(language, author);
  for (const at of statements(source, language).slice(0, 3)) {
    const spots = statements(text, language);
    if (spots.length === 0) break;
    const spot = chance.pick(spots);
    const line = indented(source[at]!, ' '.repeat(indentOf(text[spot]!.text)), ink, author);
    text = [...text.slice(0, spot + 1), line, ...text.slice(spot + 1)];
  }
  desk.put(path, text);
}

/** Changes a share of the tokens of some lines of one author. */
export function tweakLines(desk: Desk, of: number, share: number, lines: number): number {
  const { chance, ink } = desk.world;
  let count = 0;
  for (const [path, text] of desk.files) {
    if (languageOf(path) === null || isExcluded(path)) continue;
    const fresh = text.map(line => {
      if (ink.owner(line)?.author !== of || !lineCounts(line.text) || chance.next() > lines) return line;
      count++;
      return tweaked(line, share, chance, ink, desk.person.author);
    });
    if (fresh.some((line, at) => line !== text[at])) desk.put(path, fresh);
  }
  return count;
}

/** Takes out some statements, and now and then a whole block, of one author. */
export function deleteLines(desk: Desk, of: number): number {
  const { chance, ink } = desk.world;
  const before = lineCount(desk);
  for (const [path, was] of desk.files) {
    const language = languageOf(path);
    if (language === null || isExcluded(path)) continue;
    let text: Text = was;
    const blocks = ranges(text).filter(({ from }) => ink.owner(text[from]!)?.author === of);
    if (blocks.length > 1) text = without(text, chance.pick(blocks));
    const spots = new Set(
      statements(text, language).filter(at => ink.owner(text[at]!)?.author === of && chance.next() < 0.2),
    );
    text = text.filter((_, at) => !spots.has(at));
    if (text.length !== was.length) desk.put(path, text);
  }
  return before - lineCount(desk);
}

function lineCount(desk: Desk): number {
  return [...desk.files.values()].reduce((sum, text) => sum + text.length, 0);
}

/** Cuts a block of one author out and pastes it into another file. */
export function moveBlock(desk: Desk, of: number, to: string): boolean {
  const { chance, ink } = desk.world;
  for (const [path, text] of desk.files) {
    if (path === to || isExcluded(path) || languageOf(path) !== languageOf(to)) continue;
    const spots = ranges(text).filter(({ from }) => ink.owner(text[from]!)?.author === of);
    if (spots.length === 0 || ranges(text).length < 2) continue;
    const spot = chance.pick(spots);
    const block = text.slice(spot.from, spot.to);
    desk.put(path, without(text, spot));
    const target = desk.text(to);
    desk.put(to, insertAt(target, chance.pick(gaps(target)), block, ink, desk.person.author));
    return true;
  }
  return false;
}

/** Copies a block of one author, or of anybody, to another place: the copy is the person's doing. */
export function copyBlock(desk: Desk, of: number | null, to: string): boolean {
  const { chance, ink } = desk.world;
  const author = desk.person.author;
  for (const [path, text] of [...desk.files].reverse()) {
    if (isExcluded(path) || languageOf(path) !== languageOf(to)) continue;
    const spots = ranges(text).filter(({ from }) => of === null || ink.owner(text[from]!)?.author === of);
    if (spots.length === 0) continue;
    const spot = chance.pick(spots);
    const copy: Line[] = text.slice(spot.from, spot.to).map(line => ink.write(line.text, author));
    const target = desk.text(to);
    desk.put(to, insertAt(target, chance.pick(gaps(target)), copy, ink, author));
    return true;
  }
  return false;
}
