import { x } from 'tinyexec';
import type { Program } from './program.ts';

export interface Run {
  /** Seconds that it and its children kept processors busy, in user and system mode. */
  readonly cpu: number;
  /** Seconds from start to end. */
  readonly wall: number;
  /** MiB, where the program tells. */
  readonly peak: number | null;
  readonly stdout: string;
}

/** Runs a program once. The shell's `times` counts all processor time, to a hundredth of a second. */
export async function measure({ name, command, variables }: Program): Promise<Run> {
  const began = performance.now();
  const script = '"$@" || exit $?; times >&2';
  const result = await x('sh', ['-c', script, 'sh', ...command], {
    nodeOptions: { env: { ...process.env, TZ: 'UTC', LC_ALL: 'C', ...variables } },
  });
  const wall = (performance.now() - began) / 1000;
  if (result.exitCode !== 0)
    throw new Error(`${name} ended with ${result.exitCode}: ${result.stderr.slice(-500)}`);
  const children = result.stderr.trim().split('\n').at(-1) ?? '';
  const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  );
  if (times.length !== 2) throw new Error(`No processor time was told: ${children}`);
  const peak = /^peak (\d+)$/m.exec(result.stderr);
  return {
    cpu: times[0]! + times[1]!,
    wall,
    peak: peak === null ? null : Number(peak[1]) / 1024,
    stdout: result.stdout,
  };
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { min: sorted[0]!, median, max: sorted.at(-1)! };
}
