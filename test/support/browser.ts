import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { x } from 'tinyexec';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const MAC_APPS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const LINUX_PLACES = ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge', '/snap/bin/chromium'];

/** What a closed network and a machine without a screen want. */
export const BROWSER_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium refuses its sandbox to root; it shows nothing but our own pages.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * Path of an installed Chrome, Chromium or Edge. As root on Debian or Ubuntu, Chromium is installed.
 * @throws Error that says in one sentence what is missing.
 */
export async function browserPath(
  announce: (line: string) => void = line => console.error(line),
): Promise<string> {
  const found = installedBrowser();
  if (found) return found;
  if (process.getuid?.() === 0 && isDebianLike()) {
    announce('Installing chromium with apt-get …');
    const quiet = { nodeOptions: { env: { DEBIAN_FRONTEND: 'noninteractive' } }, timeout: 10 * 60_000 };
    await x('apt-get', ['update', '-q'], quiet);
    const result = await x('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], quiet);
    const installed = installedBrowser();
    if (installed) return installed;
    announce(result.stderr.trim().split('\n').slice(-3).join('\n'));
  }
  throw new Error(
    'No browser found: install Chrome, Chromium or Edge, or name one in AI_IMPACT_BROWSER, and run this again.',
  );
}

export function installedBrowser(
  variables: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string | null {
  const named = variables.AI_IMPACT_BROWSER;
  const onPath = (variables.PATH ?? '')
    .split(delimiter)
    .filter(folder => folder !== '')
    .flatMap(folder => NAMES.map(name => join(folder, name)));
  const apps = ['/Applications', join(variables.HOME ?? '/', 'Applications')].flatMap(folder =>
    MAC_APPS.map(app => join(folder, app)),
  );
  const places = platform === 'darwin' ? [...apps, ...onPath] : [...onPath, ...LINUX_PLACES];
  return [...(named ? [named] : []), ...places].find(exists) ?? null;
}

function isDebianLike(): boolean {
  if (!existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}
