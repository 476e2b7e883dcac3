#!/usr/bin/env node
// host: tests that run inside VS Code's extension host. This file stands in for the desktop's executable: the
// arguments that @vscode/test-electron passes come in; mocha's output and an exit code go out.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { BROWSER_FLAGS, browserPath } from '../support/browser.ts';
import { ServedVsCode } from '../support/servedVsCode.ts';

const TIME_LIMIT_MS = 5 * 60_000;
const MARK = `[tests ${process.pid}] `;

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    'disable-workspace-trust': { type: 'boolean' },
  },
});

process.exitCode = await runTests();

/** 0 where the tests' `run()` resolved, 1 where it rejected or never settled. */
async function runTests(): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), 'ai-impact-host-'));
  const server = await ServedVsCode.start({
    data,
    userData: required('user-data-dir'),
    extensions: required('extensions-dir'),
    env: { ...process.env, AI_IMPACT_LOG_MARK: MARK },
    trusted: values['disable-workspace-trust'] === true,
    tests: true,
  });
  try {
    return await inBrowser(server);
  } finally {
    await server.close();
    await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function inBrowser(server: ServedVsCode): Promise<number> {
  const browser = await chromium.launch({ executablePath: await browserPath(), args: BROWSER_FLAGS });
  try {
    const page = await browser.newPage();
    const { promise: exit, resolve } = Promise.withResolvers<number>();
    let rest = '';
    // The workbench's own console comes this way too; only what the tests marked is for people.
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      const line = format(...args);
      if (line.startsWith(MARK)) process.stdout.write(`${line.slice(MARK.length)}\n`);
      else rest = `${rest}${line}\n`.slice(-5000);
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
    page.on('crash', () => resolve(1));
    const timer = setTimeout(() => {
      console.error(`The tests did not end within ${TIME_LIMIT_MS / 60_000} minutes.`);
      console.error(rest, server.process.output.slice(-3000));
      resolve(1);
    }, TIME_LIMIT_MS);
    await page.goto(
      server.address(positionals[0] ?? required('extensionDevelopmentPath'), {
        extensionDevelopmentPath: server.remoteUri(required('extensionDevelopmentPath')),
        extensionTestsPath: server.remoteUri(required('extensionTestsPath')),
        skipWelcome: 'true',
      }),
    );
    const code = await exit;
    clearTimeout(timer);
    return code;
  } finally {
    await browser.close();
  }
}

function required(name: string): string {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`--${name} is missing`);
  return value;
}
