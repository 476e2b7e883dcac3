import { basename, join } from 'node:path';
import { commands, extensions, l10n, Uri, window, workspace } from 'vscode';

// The part of VS Code's built-in git extension that is used here. Source: its api/git.d.ts, version 1.
interface GitApi {
  getRepository(uri: Uri): GitRepository | null;
  openRepository(root: Uri): Promise<GitRepository | null>;
}

interface GitRepository {
  readonly state: {
    readonly remotes: readonly { readonly name: string; readonly isReadOnly: boolean }[];
    readonly workingTreeChanges: readonly { readonly uri: Uri }[];
  };
  getBranches(query: { contains: string; remote: false }): Promise<readonly { readonly name?: string }[]>;
  getBranch(
    name: string,
  ): Promise<{ readonly upstream?: { readonly remote: string; readonly name: string } }>;
  push(remote: string, branch: string, setUpstream: boolean): Promise<void>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/**
 * Pushes a branch under its own name and never by force, once the person has seen where to and said yes.
 * @param worked the branch that the session was on; another may have the commit now
 * @param commit which is to be pushed
 */
export async function pushBranch(root: string, worked: string | null, commit: string | null): Promise<void> {
  const repository = await openRepository(root);
  if (repository === null) return;
  const place = basename(root);
  const branch = await branchOf(repository, place, worked, commit);
  const found = branch === null ? null : await repository.getBranch(branch).catch(() => null);
  if (branch === null || found === null) return;
  const remote = found.upstream?.remote ?? remoteOf(repository);
  if (remote === null) {
    void window.showInformationMessage(l10n.t('{0} has no remote to push to.', place));
    return;
  }
  const push = l10n.t('Push');
  const answer = await window.showWarningMessage(
    l10n.t('Push {0} of {1} to {2}?', branch, place, remote),
    { modal: true, detail: l10n.t('All commits of this branch that {0} does not have are sent.', remote) },
    push,
  );
  if (answer !== push) return;
  try {
    await repository.push(remote, branch, found.upstream === undefined);
  } catch {
    // Git's own words are in the git extension's log; they may hold addresses.
    const log = l10n.t('Show Git Output');
    const wanted = await window.showErrorMessage(l10n.t('{0} could not be pushed.', branch), log);
    if (wanted === log) await commands.executeCommand('git.showOutput');
  }
}

/** Shows what changed in the first of these files that differs, and the whole in the source control view. */
export async function showChanges(root: string, files: readonly string[]): Promise<void> {
  const repository = await openRepository(root);
  if (repository === null) return;
  await commands.executeCommand('workbench.view.scm');
  const wanted = new Set(files.map(file => Uri.file(join(root, file)).fsPath));
  const changed = repository.state.workingTreeChanges.find(({ uri }) => wanted.has(uri.fsPath));
  if (changed !== undefined) await commands.executeCommand('git.openChange', changed.uri);
}

/** The one that has the commit; the person chooses where several have it and none is the session's own. */
async function branchOf(
  repository: GitRepository,
  place: string,
  worked: string | null,
  commit: string | null,
): Promise<string | null> {
  const query = commit === null ? null : { contains: commit, remote: false as const };
  const found = query === null ? [] : await repository.getBranches(query).catch(() => []);
  const names = found.flatMap(({ name }) => name ?? []);
  if (worked !== null && (names.includes(worked) || commit === null)) return worked;
  if (names.length === 0)
    void window.showInformationMessage(l10n.t('No branch of {0} has these commits any more.', place));
  return names.length > 1
    ? ((await window.showQuickPick(names, { title: l10n.t('Push which branch?') })) ?? null)
    : (names[0] ?? null);
}

/** The usual one, else the first that can be written to. */
function remoteOf({ state }: GitRepository): string | null {
  const writable = state.remotes.filter(({ isReadOnly }) => !isReadOnly);
  return (writable.find(({ name }) => name === 'origin') ?? writable[0])?.name ?? null;
}

/** Says so where it cannot be opened. */
async function openRepository(root: string): Promise<GitRepository | null> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  const git = workspace.isTrusted && extension !== undefined ? await extension.activate() : null;
  const api = git?.enabled ? git.getAPI(1) : null;
  const uri = Uri.file(root);
  const repository = api === null ? null : (api.getRepository(uri) ?? (await api.openRepository(uri)));
  if (repository === null)
    void window.showInformationMessage(l10n.t('{0} cannot be opened in this window.', basename(root)));
  return repository;
}
