import type { Git } from './run.ts';

/** The e-mail address under which this repository's commits and pushes are made here; `null` where none is set. */
export async function ownEmail(git: Git, commonDir: string, signal?: AbortSignal): Promise<string | null> {
  const asked = await git.run({ commonDir }, ['config', '-z', 'user.email'], { signal, answers: [0, 1] });
  const email = asked.stdout.toString('utf8').replace(/\0$/, '').trim();
  return email === '' ? null : email;
}
