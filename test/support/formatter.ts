import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BIOME = join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'biome');

/** Source as a formatter sets it: two spaces, double quotes, lines of 60 characters. */
export function formatted(name: string, text: string): string {
  const style = ['--indent-style=space', '--line-width=60'];
  const { status, stdout, stderr } = spawnSync(
    BIOME,
    ['format', ...style, `--stdin-file-path=${name}`, '--colors=off'],
    // Where no configuration is found.
    { cwd: tmpdir(), input: text, encoding: 'utf8' },
  );
  if (status !== 0 || stdout === '') throw new Error(stderr);
  return stdout;
}
