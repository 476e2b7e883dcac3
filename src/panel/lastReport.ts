import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { PanelReport } from './protocol.ts';
import { report } from './reportSchema.ts';

/**
 * The account that a panel was opened with before, of this window or another. `null` where none was kept, or one that
 * another version drew up otherwise.
 */
export async function lastReport(folder: string): Promise<PanelReport | null> {
  try {
    const kept: unknown = JSON.parse(await readFile(join(folder, DATA_FILES.lastReport), 'utf8'));
    const parsed = v.safeParse(report, kept);
    return parsed.success ? withoutNudges(parsed.output as PanelReport) : null;
  } catch {
    return null;
  }
}

/** What was to be said then may have been answered since. */
function withoutNudges(kept: PanelReport): PanelReport {
  return { ...kept, nudges: [], quietNudges: [] };
}
