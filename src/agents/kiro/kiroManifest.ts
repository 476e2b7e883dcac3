import { dirname, join } from 'node:path';
import { filledString, record } from '../json/looseJson.ts';
import { smallJson } from '../stores/smallFile.ts';

/** What Kiro keeps of a session beside its log. */
export interface KiroManifest {
  readonly id: string | null;
  readonly parent: string | null;
  readonly cwd: string | null;
  readonly model: string | null;
  readonly title: string | null;
  readonly startedAt: unknown;
  /** Whether edits are made without asking; `null` where it is not told. */
  readonly autopilot: boolean | null;
}

/** Of a session's log of events, or of the command line's own `.jsonl`; all unknown where nothing can be read. */
export function manifestOf(log: string): KiroManifest {
  const path = /messages\.jsonl$/.test(log)
    ? join(dirname(log), 'session.json')
    : log.replace(/\.jsonl$/, '.json');
  const value = record(smallJson(path));
  const state = record(value.session_state);
  const { model_info } = record(state.rts_model_state);
  const autopilot = value.autopilot;
  return {
    id: filledString(value.id) ?? filledString(value.session_id) ?? filledString(value.sessionId),
    parent: filledString(value.parent_session_id) ?? filledString(value.parentSessionId),
    cwd: filledString(value.cwd) ?? firstPath(value.workspacePaths) ?? firstPath(value.rootPaths) ?? null,
    model: filledString(value.modelId) ?? filledString(record(model_info).model_id),
    title: filledString(value.title),
    startedAt: value.createdAt ?? value.created_at,
    autopilot: typeof autopilot === 'boolean' ? autopilot : null,
  };
}

function firstPath(list: unknown): string | null {
  if (!Array.isArray(list)) return filledString(list);
  const [first] = list as unknown[];
  return filledString(first) ?? filledString(record(first).path);
}
