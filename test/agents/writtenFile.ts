import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogFile } from '../../src/agents/agent.ts';

export function describeFile(path: string): LogFile {
  const { size, mtimeMs, ino } = statSync(path);
  return { path, compression: path.endsWith('.zst') ? 'zstd' : 'none', size, mtimeMs, inode: ino };
}

export function writeFile(path: string, bytes: string | Buffer): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return describeFile(path);
}
