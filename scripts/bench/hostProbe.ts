import { readFile, writeFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';

const LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 250;

/**
 * Runs inside the extension host: how long its loop was held while the extension came up and read its first logs.
 * Writes what it saw where AI_IMPACT_PROBE_OUT says; AI_IMPACT_PROBE_SUMMARY is the file that tells of the reading.
 */
export async function run(): Promise<void> {
  const out = required('AI_IMPACT_PROBE_OUT');
  const summary = required('AI_IMPACT_PROBE_SUMMARY');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const extension = vscode.extensions.getExtension('ai-impact.ai-impact');
  // Loading its code is part of it; where the host was faster than this probe, nothing can be told.
  const early = extension?.isActive === false;
  await extension?.activate();
  const activateMs = early ? performance.now() - started : null;
  while (performance.now() - started < LIMIT_MS && (await phaseIn(summary)) !== 'ready') {
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
  }
  delay.disable();
  const seen = {
    phase: await phaseIn(summary),
    activateMs,
    seconds: (performance.now() - started) / 1000,
    heldMs: { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
  };
  await writeFile(out, JSON.stringify(seen));
}

async function phaseIn(file: string): Promise<string | null> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { phase: string }).phase;
  } catch {
    return null;
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
