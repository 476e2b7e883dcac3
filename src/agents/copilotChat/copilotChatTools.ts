import type { ActKind } from '../../model/records.ts';
import { record } from '../json/looseJson.ts';

const KINDS: Readonly<Record<string, ActKind>> = {
  create_file: 'edit',
  replace_string_in_file: 'edit',
  multi_replace_string_in_file: 'edit',
  apply_patch: 'edit',
  insert_edit_into_file: 'edit',
  edit_notebook_file: 'edit',
  run_in_terminal: 'shell',
  send_to_terminal: 'shell',
  create_and_run_task: 'shell',
  run_task: 'shell',
  runTests: 'check',
  run_tests: 'check',
  get_errors: 'read',
  get_terminal_output: 'read',
  read_file: 'read',
  view_image: 'read',
  read_notebook_cell_output: 'read',
  list_dir: 'search',
  file_search: 'search',
  grep_search: 'search',
  semantic_search: 'search',
  list_code_usages: 'search',
  get_changed_files: 'read',
  fetch_webpage: 'web',
  open_simple_browser: 'web',
  github_repo: 'web',
  runSubagent: 'spawn',
  search_subagent: 'spawn',
};

export function kindOfTool(tool: string): ActKind {
  return KINDS[tool] ?? 'other';
}

/** How a use of a tool came to be allowed, as VS Code numbers it: 0 it was denied, 5 it was passed over. */
const NOT_RUN = new Set([0, 5]);

/** Whether a use that the response shows was run; `null` where it is still open. */
export function wasRun(invocation: unknown): boolean | null {
  const { isConfirmed, isComplete } = record(invocation);
  if (isConfirmed === false || NOT_RUN.has(record(isConfirmed).type as number)) return false;
  return isComplete === false ? null : true;
}

const FAILED = /^\s*(?:error|failed|invalid|the edit failed|could not|cannot)\b/i;

/** Whether a tool's result tells of a failure. */
export function tellsFailure(text: string): boolean {
  return FAILED.test(text) || /\bcommand exited with code [1-9]/i.test(text.slice(-400));
}

const DEEPEST = 30;

/** Every text in a tool's result, which may be laid out for a prompt, however deep. */
export function textOfResult(value: unknown, depth = 0): string {
  if (depth > DEEPEST) return '';
  if (Array.isArray(value)) return value.map(part => textOfResult(part, depth + 1)).join('');
  if (typeof value !== 'object' || value === null) return '';
  const { text, value: inner, ...parts } = record(value);
  if (typeof text === 'string') return `${text}\n`;
  if (typeof inner === 'string') return `${inner}\n`;
  return textOfResult(inner, depth + 1) + textOfResult(Object.values(parts), depth + 1);
}
