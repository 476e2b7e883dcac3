import type { ActKind } from '../../model/records.ts';

const KINDS: Readonly<Record<string, ActKind>> = {
  write_file: 'edit',
  replace: 'edit',
  edit: 'edit',
  run_shell_command: 'shell',
  read_file: 'read',
  read_many_files: 'read',
  list_directory: 'search',
  ls: 'search',
  glob: 'search',
  grep: 'search',
  grep_search: 'search',
  search_file_content: 'search',
  web_fetch: 'web',
  google_web_search: 'web',
  web_search: 'web',
  invoke_agent: 'spawn',
  delegate_to_agent: 'spawn',
  codebase_investigator: 'spawn',
  agent: 'spawn',
  task: 'spawn',
};

/** Gemini CLI and Qwen Code, which began as a copy of it, name their tools alike. */
export function kindOfTool(tool: string): ActKind {
  return KINDS[tool] ?? 'other';
}

const EXIT = /^Exit Code: *(-?\d+)/m;

/** Whether a command succeeded, by what the model was told; a failed command is a use that went well. */
export function commandSucceeded(output: string): boolean {
  const exit = EXIT.exec(output);
  return exit === null || Number(exit[1]) === 0;
}

/** What a command printed: its first line stands behind a word of the tool's own. */
export function printedText(output: string): string {
  return output.replace(/^(?:Output|Stdout): /m, '');
}
