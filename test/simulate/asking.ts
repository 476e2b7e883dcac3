import { join } from 'node:path';
import { AGENTS } from '../../src/agents/registry.ts';
import { Days } from '../../src/engine/days.ts';
import { ReportReader } from '../../src/engine/reportReader.ts';
import type { Confidence } from '../../src/model/outcome.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';

/** Answers to "which session wrote this line?" for lines of the developer's folder. */
export interface AskedLines {
  /** By how sure they were. */
  readonly said: Readonly<Record<Confidence, { readonly right: number; readonly wrong: number }>>;
  /** Lines more than half of which a session wrote, and how many of them were given to it. */
  readonly written: number;
  readonly found: number;
}

export const NOTHING_ASKED: AskedLines = {
  said: { solid: { right: 0, wrong: 0 }, fair: { right: 0, wrong: 0 }, thin: { right: 0, wrong: 0 } },
  written: 0,
  found: 0,
};

/** Lines that the editor gives with the one that is asked about, on either side. */
const AROUND = 10;
/** One line in so many is asked about. */
const EVERY = 3;

/** @param data the folder of ledger and key */
export async function askLines(desk: Desk, sessions: readonly Session[], data: string): Promise<AskedLines> {
  const reader = new ReportReader({
    folder: data,
    agents: AGENTS,
    prices: new PriceBook(),
    days: new Days('UTC'),
    git: null,
    now: () => desk.world.now,
  });
  const byAuthor = new Map(sessions.map(session => [session.author, session.name]));
  let sum = NOTHING_ASKED;
  try {
    for (const [path, text] of desk.files) {
      const lines = text.map(line => line.text);
      for (let at = 0; at < lines.length; at += EVERY) {
        const answer = await reader.whoWrote({
          path: join(desk.folder, path),
          before: lines.slice(Math.max(0, at - AROUND), at),
          text: lines[at]!,
          after: lines.slice(at + 1, at + 1 + AROUND),
        });
        const writer = byAuthor.get(desk.world.ink.owner(text[at]!)?.author ?? -1) ?? null;
        const said = answer.found === 'session' ? answer : null;
        const right = said !== null && said.session.id === writer;
        sum = joined(sum, {
          ...NOTHING_ASKED,
          written: writer === null ? 0 : 1,
          found: right ? 1 : 0,
          ...(said === null
            ? {}
            : {
                said: {
                  ...NOTHING_ASKED.said,
                  [said.confidence]: { right: Number(right), wrong: Number(!right) },
                },
              }),
        });
      }
    }
  } finally {
    reader.end();
  }
  return sum;
}

export function joined(a: AskedLines, b: AskedLines): AskedLines {
  const both = (key: Confidence) => ({
    right: a.said[key].right + b.said[key].right,
    wrong: a.said[key].wrong + b.said[key].wrong,
  });
  return {
    said: { solid: both('solid'), fair: both('fair'), thin: both('thin') },
    written: a.written + b.written,
    found: a.found + b.found,
  };
}
