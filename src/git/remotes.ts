import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Remote } from '../model/git.ts';
import type { Git } from './run.ts';

/** An address without user name, password, query and fragment. */
export function withoutCredentials(url: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/]*@)?([^?#]*)/i.exec(url);
  if (scheme !== null) return scheme[1]! + scheme[2]!;
  const scp = scpForm(url);
  return scp === null ? url : `${scp.host}:${scp.path}`;
}

/**
 * `host/owner/name` in lower case, equal for every way to write one remote; `null` for a path on disk.
 * Port numbers are dropped: one forge answers https and ssh on different ones.
 */
export function hostedIdentity(url: string): string | null {
  const scheme = /^(?!file:)[a-z][a-z0-9+.-]*:\/\/(?:[^/]*@)?([^/:?#]*)(?::\d*)?\/([^?#]*)/i.exec(url);
  const parts = scheme !== null ? { host: scheme[1]!, path: scheme[2]! } : scpForm(url);
  if (parts === null || parts.host === '') return null;
  const host = parts.host.replace(/^(?:ssh|altssh)\.(?=github\.com$|gitlab\.com$|bitbucket\.org$)/i, '');
  return `${host}/${trimmed(parts.path)}`.toLowerCase();
}

/** As `hostedIdentity`; a remote on disk by its real path, as far as it exists. */
export async function remoteIdentity(url: string, base: string): Promise<string> {
  const hosted = hostedIdentity(url);
  if (hosted !== null) return hosted;
  let path = url;
  if (/^file:\/\//i.test(url)) {
    try {
      path = fileURLToPath(url);
    } catch {
      return url;
    }
  }
  path = resolve(base, path);
  return realpath(path).catch(() => path);
}

/** The remotes of a repository, by the address that git fetches from. */
export async function readRemotes(
  git: Git,
  commonDir: string,
  base: string,
  signal?: AbortSignal,
): Promise<Remote[]> {
  const remotes: Remote[] = [];
  for await (const line of git.records({ commonDir }, ['remote', '-v'], { signal })) {
    const found = /^([^\t]+)\t(.*) \(fetch\)(?: \[[^\]]*\])?$/.exec(line);
    if (found === null) continue;
    const url = found[2]!;
    remotes.push({
      name: found[1]!,
      url: withoutCredentials(url),
      identity: await remoteIdentity(url, base),
    });
  }
  return remotes;
}

/** `user@host:path`; a drive letter is no host. */
function scpForm(url: string): { host: string; path: string } | null {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return null;
  const found = /^(?:[^/@:]*@)?(\[[^\]]+\]|[^/:@\\]{2,}):(.*)$/.exec(url);
  return found === null ? null : { host: found[1]!, path: found[2]! };
}

function trimmed(path: string): string {
  return path
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/i, '')
    .replace(/\/+$/, '');
}
