// support: programs that tests run, and how they are started and ended. Names and versions come in; paths and
// running processes go out. What is downloaded lives outside the clone, so that a fresh clone does not pay again.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const WAIT_LIMIT_MS = 10 * 60_000;

/** Where downloads are kept; `AI_IMPACT_CACHE` moves it. */
export function cacheRoot(
  variables: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (variables.AI_IMPACT_CACHE) return variables.AI_IMPACT_CACHE;
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'ai-impact-dev');
  return join(variables.XDG_CACHE_HOME || join(home, '.cache'), 'ai-impact-dev');
}

/**
 * Gives the folder `name` of the cache, filled by `install` if it is not there yet. The folder appears only
 * when it is complete: `install` gets a temporary one that is renamed. Of several processes that ask at once,
 * one installs and the others wait; a lock left by a process that died is passed over.
 * @throws what `install` throws; nothing is left behind then.
 */
export async function cached(
  root: string,
  name: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const target = join(root, name);
  if (existsSync(target)) return target;
  await mkdir(root, { recursive: true });
  const lock = `${target}.lock`;
  await takeLock(lock, target);
  try {
    if (!existsSync(target)) await installInto(target, install);
    return target;
  } finally {
    if ((await ownerOf(lock)) === process.pid) await rm(lock, { force: true });
  }
}

async function installInto(target: string, install: (folder: string) => Promise<void>): Promise<void> {
  const draft = `${target}.draft-${randomUUID().slice(0, 8)}`;
  await mkdir(draft);
  try {
    await install(draft);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // The lock only saves work. Where two processes did install, the first one's result stands.
    if (!existsSync(target)) throw error;
  }
}

async function takeLock(lock: string, target: string): Promise<void> {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  while (Date.now() < deadline) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = await ownerOf(lock);
    if (owner !== null && owner !== process.pid && !isAlive(owner)) await rm(lock, { force: true });
    else await sleep(200);
    if (existsSync(target)) return;
  }
  throw new Error(`another process has held ${lock} for ten minutes`);
}

async function ownerOf(lock: string): Promise<number | null> {
  const text = await readFile(lock, 'utf8').catch(() => '');
  const pid = Number(text);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
