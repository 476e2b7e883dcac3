import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { x } from 'tinyexec';
import { OwnedProcess } from './ownedProcess.ts';
import { vscodeServer } from './vscodeHost.ts';

export interface ServedOptions {
  /** A folder for the server's own data, user data and extensions. */
  readonly data: string;
  readonly extensions?: string;
  readonly userData?: string;
  /** The environment of the server and so of the extension host; `HOME` decides whose logs are seen. */
  readonly env: NodeJS.ProcessEnv;
  /** False asks about trust as the desktop does; true takes every folder as trusted. */
  readonly trusted: boolean;
  /** Lets a page ask for the extension's tests; never where a person works. */
  readonly tests?: boolean;
  /** 0 takes a free one. */
  readonly port?: number;
}

/** A real VS Code behind a loopback address. */
export class ServedVsCode {
  /** `127.0.0.1:PORT` */
  readonly authority: string;
  readonly process: OwnedProcess;

  private constructor(process: OwnedProcess, authority: string) {
    this.process = process;
    this.authority = authority;
  }

  /** @throws Error with the server's last words when it does not answer within a minute. */
  static async start(options: ServedOptions): Promise<ServedVsCode> {
    const main = await vscodeServer();
    const folders = foldersOf(options);
    await Promise.all(
      [folders.server, folders.user, folders.extensions].map(f => mkdir(f, { recursive: true })),
    );
    const server = new OwnedProcess(
      process.execPath,
      [
        main,
        ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token'],
        ...['--accept-server-license-terms', '--telemetry-level', 'off'],
        ...(options.trusted ? ['--disable-workspace-trust'] : []),
        ...(options.tests ? ['--enable-smoke-test-driver'] : []),
        ...['--server-data-dir', folders.server, '--user-data-dir', folders.user],
        ...['--extensions-dir', folders.extensions],
      ],
      { env: options.env },
    );
    try {
      const [, port] = await server.waitFor(/listening on (\d+)/, 60_000);
      return new ServedVsCode(server, `127.0.0.1:${port}`);
    } catch (error) {
      await server.end();
      throw error;
    }
  }

  /** Installs a package before the server starts. @throws Error with what the installer said. */
  static async install(vsix: string, options: ServedOptions): Promise<void> {
    const folders = foldersOf(options);
    const main = await vscodeServer();
    const result = await x(
      process.execPath,
      [
        ...[main, '--accept-server-license-terms', '--install-extension', vsix, '--force'],
        ...['--server-data-dir', folders.server, '--user-data-dir', folders.user],
        ...['--extensions-dir', folders.extensions],
      ],
      { nodeOptions: { env: options.env }, timeout: 60_000 },
    );
    if (result.exitCode !== 0 || !/successfully installed/.test(result.stdout)) {
      throw new Error(`VS Code did not install ${vsix}:\n${result.stdout}\n${result.stderr}`);
    }
  }

  /** Address of a window on a folder; `payload` as VS Code's own smoke tests pass it. */
  address(folder: string, payload: Readonly<Record<string, string>> = {}): string {
    const url = new URL(`http://${this.authority}/`);
    url.searchParams.set('folder', folder);
    const pairs = Object.entries(payload);
    if (pairs.length > 0) url.searchParams.set('payload', JSON.stringify(pairs));
    return url.href;
  }

  /** How the page names a file on the server. */
  remoteUri(path: string): string {
    return `vscode-remote://${this.authority}${encodeURI(path)}`;
  }

  async close(): Promise<void> {
    await this.process.end();
  }
}

function foldersOf(options: ServedOptions): { server: string; user: string; extensions: string } {
  return {
    server: join(options.data, 'server'),
    user: options.userData ?? join(options.data, 'user'),
    extensions: options.extensions ?? join(options.data, 'extensions'),
  };
}
