import { weighs } from '../insight/net.ts';
import type { Unseen } from '../insight/unseen.ts';
import { type EditSummary, filesOf } from './works.ts';

/**
 * What a session left where git was not asked.
 * @param read repositories that were read, by the ledger's number
 * @param isAnyBarred whether some may not be asked about, to which folders that are gone may belong
 */
export function unseenOf(work: EditSummary, read: ReadonlySet<number>, isAnyBarred: boolean): Unseen {
  let [counting, lines, files] = [0, 0, 0];
  for (const edits of work.unseen(read, isAnyBarred)) {
    for (const { net, counts } of filesOf(edits, new Map()).values()) {
      let weighing = 0;
      for (const side of ['added', 'removed'] as const)
        net.each(side, (_edit, { flags }, index) => {
          lines++;
          if (counts && weighs({ flags: flags[index]! })) weighing++;
        });
      counting += weighing;
      if (weighing > 0) files++;
    }
  }
  return { counting, lines, files };
}
