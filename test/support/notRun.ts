import { appendFileSync } from 'node:fs';

/** Says what this machine cannot run and why: at once, and at the end of a run that sums up. */
export function notRun(what: string, why: string): void {
  const line = `${what} (${why})`;
  console.log(`not run: ${line}`);
  const file = process.env.AI_IMPACT_TALLY;
  if (file) appendFileSync(file, `${JSON.stringify({ passed: 0, failed: 0, skipped: 0, notRun: line })}\n`);
}
