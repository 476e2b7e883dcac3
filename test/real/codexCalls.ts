import type { Action } from './script.ts';

/** Codex runs JavaScript, in which its tools are functions. `null`: not that way. */
export function codexInner(action: Action): string | null {
  switch (action.do) {
    case 'write':
    case 'edit':
      return `tools.apply_patch(${JSON.stringify(patch(action))})`;
    case 'read':
      return `tools.exec_command(${JSON.stringify({ cmd: `cat -- '${action.file.replaceAll("'", "'\\''")}'` })})`;
    case 'run':
      return `tools.exec_command(${JSON.stringify({ cmd: action.command })})`;
    default:
      return null;
  }
}

function patch(action: Extract<Action, { do: 'write' | 'edit' }>): string {
  const lines = (text: string) => text.replace(/\n$/, '').split('\n');
  const body =
    action.do === 'write'
      ? [`*** Add File: ${action.file}`, ...lines(action.text).map(line => `+${line}`)]
      : [
          `*** Update File: ${action.file}`,
          '@@',
          ...lines(action.old).map(line => `-${line}`),
          ...lines(action.new).map(line => `+${line}`),
        ];
  return ['*** Begin Patch', ...body, '*** End Patch', ''].join('\n');
}
