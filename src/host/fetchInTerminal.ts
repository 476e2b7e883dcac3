import { l10n, window } from 'vscode';

/**
 * Has git ask a repository's remotes what is new, where the person sees it and can answer what it asks. Git itself is
 * what runs in the terminal, without a shell: a path is never more than a path.
 */
export function fetchInTerminal(repository: string, gitPath: string | null): void {
  const terminal = window.createTerminal({
    name: l10n.t('Fetch'),
    shellPath: gitPath ?? 'git',
    // What a fetch takes away is for the person's own settings to say.
    shellArgs: ['-C', repository, 'fetch', '--all'],
    // Told before it runs, and without the path: a terminal would obey what is in a name.
    message: 'git fetch --all',
    isTransient: true,
  });
  terminal.show(true);
}
