import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { cached, cacheRoot } from './cache.ts';

/** The program, or why there is none. */
export type NewerGit = { readonly path: string } | { readonly missing: string };

/** The first with which `git init --ref-format=reftable` works. */
const WANTED = [2, 45] as const;
const SUITE = 'trixie';
/** What git itself is linked to; Perl and the network's libraries stay out, for tests push to disk. */
const PACKAGES = ['git', 'libc6', 'libpcre2-8-0', 'zlib1g'];
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Git starts these by name when it pushes to or fetches from a folder. */
const SERVED = ['receive-pack', 'upload-pack', 'upload-archive'];
const TIME_LIMIT_MS = 2 * 60_000;

const execute = promisify(execFile);

/**
 * A git that knows reftables: the one on PATH if it does, else one unpacked into the cache from the Debian
 * mirror that this machine's apt is set up for (a few seconds, 12 MB over the network).
 */
export async function newerGit(
  root: string = cacheRoot(),
  variables: NodeJS.ProcessEnv = process.env,
): Promise<NewerGit> {
  const own = await versionOf('git', variables);
  if (own !== null && isWanted(own)) return { path: 'git' };
  const lacking = `git is ${own?.join('.') ?? 'missing'}, reftables need ${WANTED.join('.')}`;
  try {
    const folder = await cached(root, `git-${SUITE}`, draft => unpack(draft, variables));
    return { path: join(folder, 'bin', 'git') };
  } catch (error) {
    return { missing: `${lacking}, and none could be brought: ${reasonOf(error)}` };
  }
}

async function unpack(draft: string, variables: NodeJS.ProcessEnv): Promise<void> {
  const apt = join(draft, 'apt');
  const packages = join(apt, 'packages');
  const system = join(draft, 'system');
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'packages'])
    await mkdir(join(apt, folder), { recursive: true });
  const env = { ...variables, LC_ALL: 'C' };
  const run = async (program: string, ...args: string[]) =>
    (await execute(program, args, { cwd: packages, env, timeout: TIME_LIMIT_MS })).stdout;
  const mirror = await mirrorOf(run);
  const sources = join(apt, 'suite.sources');
  const signed = existsSync(KEYRING) ? `Signed-By: ${KEYRING}\n` : '';
  await writeFile(sources, `Types: deb\nURIs: ${mirror}\nSuites: ${SUITE}\nComponents: main\n${signed}`);
  const apart = {
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State': join(apt, 'state'),
    'Dir::State::Status': '/dev/null',
    'Dir::Cache': join(apt, 'cache'),
    'APT::Sandbox::User': 'root',
    'APT::Update::Error-Mode': 'any',
  };
  const options = Object.entries(apart).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  await run('apt-get', ...options, '-q', 'update');
  await run('apt-get', ...options, '-q', 'download', ...PACKAGES);
  for (const file of await readdir(packages)) await run('dpkg-deb', '-x', file, system);
  await keepProgram(draft, system);
  await Promise.all([apt, system].map(folder => rm(folder, { recursive: true })));
  const version = await versionOf(join(draft, 'bin', 'git'), variables);
  if (version === null || !isWanted(version)) throw new Error(`the git of ${SUITE} does not start`);
}

/** Where apt gets the packages of this machine's own release from. */
async function mirrorOf(run: (program: string, ...args: string[]) => Promise<string>): Promise<string> {
  const format = '$(REPO_URI) $(RELEASE) $(COMPONENT)';
  const targets = await run('apt-get', 'indextargets', '--format', format, 'Created-By: Packages');
  for (const target of targets.split('\n')) {
    const [mirror = '', release = '', component] = target.split(' ');
    if (/^[a-z]+$/.test(release) && component === 'main') return mirror;
  }
  throw new Error('apt has no mirror');
}

/** Programs, libraries and templates; a script starts git by the loader that it was built for. */
async function keepProgram(draft: string, system: string): Promise<void> {
  const names = await readdir(system, { recursive: true });
  const libc = names.find(name => /(?:^|\/)usr\/lib\/[^/]+\/libc\.so\.6$/.test(name));
  const loader = names.find(name => /(?:^|\/)usr\/lib\/[^/]+\/ld-linux[^/]*\.so\.\d+$/.test(name));
  if (libc === undefined || loader === undefined) throw new Error(`${SUITE} keeps its libraries elsewhere`);
  const libraries = dirname(libc);
  await rename(join(system, libraries), join(draft, 'lib'));
  await rename(join(system, 'usr', 'bin', 'git'), join(draft, 'git'));
  await rename(join(system, 'usr', 'share', 'git-core', 'templates'), join(draft, 'templates'));
  await mkdir(join(draft, 'bin'));
  const start = `"$here/lib/${relative(libraries, loader)}" --library-path "$here/lib" "$here/git"`;
  for (const name of ['git', ...SERVED.map(served => `git-${served}`)]) {
    const command = name === 'git' ? '' : `${name.slice('git-'.length)} `;
    const script = [
      '#!/bin/sh',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
      'here=${0%/*}/..',
      'export GIT_EXEC_PATH="$here/bin" GIT_TEMPLATE_DIR="$here/templates"',
      `exec ${start} ${command}"$@"`,
      '',
    ];
    await writeFile(join(draft, 'bin', name), script.join('\n'), { mode: 0o755 });
  }
}

async function versionOf(program: string, env: NodeJS.ProcessEnv): Promise<[number, number] | null> {
  const answer = await execute(program, ['--version'], { env }).catch(() => null);
  const found = /^git version (\d+)\.(\d+)/.exec(answer?.stdout ?? '');
  return found === null ? null : [Number(found[1]), Number(found[2])];
}

function isWanted([major, minor]: readonly [number, number]): boolean {
  return major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1]);
}

/** One line, a program's own complaint before that it failed; without addresses, which may hold passwords. */
function reasonOf(error: unknown): string {
  const { code, path, stderr = '', message } = error as NodeJS.ErrnoException & { stderr?: string };
  if (code === 'ENOENT' && path !== undefined) return `there is no ${path}`;
  const complaint = stderr.split('\n').find(line => /^(?:E|W|dpkg-deb): /.test(line));
  const told = complaint
    ?.replace(/^\S+ /, '')
    .replace(/\s*\S+:\/\/\S+\s*/g, ' ')
    .trim();
  return told ?? message.split('\n', 1)[0] ?? 'unknown';
}
