import { lineCounts } from './counting.ts';
import { type Text, textOf } from './ink.ts';
import type { Session } from './session.ts';
import { gaps, insertAt, languageOf, ranges, statements, tweaked, without } from './spots.ts';

// What agents do to files. Each takes a session and does one thing; the log tells it as the agent's tools would.

/** Some new blocks in a file, each with an edit of its own. */
export function insertBlocks(session: Session, path: string, count: number): void {
  const { world } = session.desk;
  const language = languageOf(path)!;
  session.log.read(`${session.desk.folder}/${path}`);
  for (let n = 0; n < count; n++) {
    const text = session.desk.text(path);
    const block = world.block(language, session.author);
    const fresh = insertAt(text, world.chance.pick(gaps(text)), block, world.ink, session.author);
    session.step(new Map([[path, fresh]]), 'edit');
  }
}

/** Changes a few lines where they stand. An agent writes lines whole: they are its own from then on. */
export function changeInPlace(session: Session, path: string, share: number): void {
  const { chance, ink } = session.desk.world;
  const text = session.desk.text(path);
  const spots = ranges(text).filter(({ from, to }) => to - from > 4);
  if (spots.length === 0) return;
  const { from, to } = chance.pick(spots);
  const fresh = text.map((line, at) => {
    if (at <= from || at >= to - 1 || !lineCounts(line.text) || chance.next() > 0.4) return line;
    const changed = tweaked(line, share, chance, ink, session.author);
    return changed === line ? line : ink.write(changed.text, session.author);
  });
  session.marks.add('agent changes in place');
  session.step(new Map([[path, fresh]]), 'edit');
}

/** A file of its own. */
export function writeNew(session: Session, path: string, count: number): void {
  const { world } = session.desk;
  const language = languageOf(path)!;
  let text: Text = [];
  for (let n = 0; n < count; n++) {
    text = insertAt(text, text.length, world.block(language, session.author), world.ink, session.author);
  }
  session.step(new Map([[path, text]]), 'write');
}

/** Writes a whole file over the old one: most of it stays, a block goes, another comes. */
export function overwrite(session: Session, path: string, seen: boolean): void {
  const { world } = session.desk;
  const { chance, ink } = world;
  const language = languageOf(path)!;
  let text = session.desk.text(path);
  const spots = ranges(text);
  if (spots.length > 2) text = without(text, chance.pick(spots));
  for (let n = 0; n < 2; n++) {
    text = insertAt(
      text,
      chance.pick(gaps(text)),
      world.block(language, session.author),
      ink,
      session.author,
    );
  }
  if (!seen) session.marks.add('agent overwrites unseen');
  session.step(new Map([[path, text]]), seen ? 'write' : 'write unseen');
}

export function deleteBlock(session: Session, path: string): void {
  const text = session.desk.text(path);
  const spots = ranges(text);
  if (spots.length < 3) return;
  session.marks.add('agent deletes');
  session.step(new Map([[path, without(text, session.desk.world.chance.pick(spots))]]), 'edit');
}

/** Takes a block out of one file and puts it into another: whose it was stays. */
export function moveBlock(session: Session, from: string, to: string): void {
  const { chance, ink } = session.desk.world;
  const text = session.desk.text(from);
  const spots = ranges(text);
  if (spots.length < 3) return;
  const spot = chance.pick(spots);
  const block = text.slice(spot.from, spot.to);
  const target = session.desk.text(to);
  session.marks.add('agent moves');
  session.step(
    new Map([
      [from, without(text, spot)],
      [to, insertAt(target, chance.pick(gaps(target)), block, ink, session.author)],
    ]),
    'edit',
  );
}

/** Thinks better of some of its own lines. */
export function revise(session: Session, path: string): void {
  const { chance, ink } = session.desk.world;
  const text = session.desk.text(path);
  const fresh = text.map(line => {
    if (ink.owner(line)?.author !== session.author || !lineCounts(line.text) || chance.next() > 0.15)
      return line;
    const changed = tweaked(line, 0.4, chance, ink, session.author);
    return changed === line ? line : ink.write(changed.text, session.author);
  });
  session.step(new Map([[path, fresh]]), 'edit');
}

/** Appends by a shell command, of which the log keeps the words and no edit. */
export function appendByShell(session: Session, path: string): void {
  const { world } = session.desk;
  const block = world.block(languageOf(path)!, session.author);
  const fresh = insertAt(session.desk.text(path), Infinity, block, world.ink, session.author);
  session.step(new Map([[path, fresh]]), 'shell', `cat >> ${path} <<'EOF'\n\n${textOf(block)}EOF`);
}

/** Renames a name in a file by `sed`: the words are the agent's, the lines stay whose they were. */
export function renameByShell(session: Session, path: string): void {
  const { chance, ink } = session.desk.world;
  const text = session.desk.text(path);
  const spots = statements(text, languageOf(path)!);
  if (spots.length === 0) return;
  const at = chance.pick(spots);
  const fresh = text.with(at, tweaked(text[at]!, 0.2, chance, ink, session.author));
  session.step(new Map([[path, fresh]]), 'shell', `sed -i '${at + 1}s/\\bold\\b/fresh/' ${path}`);
}

/** Files that no figure may count, as a build or an install leaves them. */
export function writeExcluded(session: Session, stem: string): void {
  const { chance, ink } = session.desk.world;
  const entry = () =>
    `    "${stem}-${chance.hex(6)}": { "version": "${chance.between(1, 9)}.0.0", "dev": true },`;
  const entries = Array.from({ length: chance.between(20, 60) }, entry).join('\n');
  const code = () =>
    `export const value_${chance.hex(6)} = compute(${chance.between(1, 999)}, '${chance.hex(4)}');`;
  const lines = Array.from({ length: chance.between(20, 60) }, code).join('\n');
  const files: [string, string][] = [
    [`${stem}/package-lock.json`, `{\n  "packages": {\n${entries}\n  }\n}`],
    [`dist/${stem}.js`, lines],
    [`web/__snapshots__/${stem}.test.ts.snap`, lines],
    [`vendor/${stem}/index.ts`, lines],
    [`made/${stem}.ts`, `// Code generated by schemac. DO NOT EDIT.\n${lines}`],
    [`tool/${stem}_pb2.py`, lines.replaceAll('export const ', '').replaceAll(';', '')],
  ];
  for (const [path, text] of chance.shuffled(files).slice(0, 3)) {
    session.step(new Map([[path, ink.lines(text, session.author)]]), 'write');
  }
}
