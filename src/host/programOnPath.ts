import { posix, win32 } from 'node:path';

export interface PathSurroundings {
  readonly platform: NodeJS.Platform;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Whether a file is there that may be run. */
  isProgram(path: string): boolean;
}

/**
 * The file that a program's name stands for. Only absolute folders are looked into: `.` on the PATH would let whatever
 * is open decide what runs.
 */
export function programOnPath(name: string, surroundings: PathSurroundings): string | null {
  const { platform, variables, isProgram } = surroundings;
  const { join, isAbsolute, delimiter } = platform === 'win32' ? win32 : posix;
  const path = variables.PATH ?? variables.Path ?? '';
  const endings = platform === 'win32' ? (variables.PATHEXT ?? '.COM;.EXE;.BAT;.CMD').split(';') : [''];
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const ending of endings) {
      const file = join(folder, name + ending.toLowerCase());
      if (isProgram(file)) return file;
    }
  }
  return null;
}
