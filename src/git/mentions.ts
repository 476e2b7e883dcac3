import type { CommitMentions } from '../model/git.ts';

const TRAILER_LENGTH = 300;
const SESSION_KEY = /^(?:[\w-]+-)?(?:session|thread|conversation)(?:-(?:id|url|link))?$|^change-id$/i;
/** GitHub's merge and squash, GitLab's merge, Bitbucket's and Azure's, in this order. */
const PULL_REQUEST = [
  /^Merge pull request #(\d+)\b/,
  /\(#(\d+)\)\s*$/,
  /^See merge request \S*!(\d+)\s*$/m,
  /^Merged in .*\(pull request #(\d+)\)/,
  /^Merged PR (\d+):/,
];

/** What a commit's message points at. The message itself goes no further. */
export function mentionsIn(message: string): CommitMentions {
  const subject = message.slice(0, ending(message.indexOf('\n'), message.length));
  const coAuthors = new Set<string>();
  const trailers = new Set<string>();
  for (const line of message.split('\n')) {
    const found = /^([A-Za-z][\w-]{0,60}):[ \t]+(\S.*?)\s*$/.exec(line);
    if (found === null) continue;
    const [, key = '', value = ''] = found;
    if (/^co-authored-by$/i.test(key)) {
      const address = /<([^<>\s]+)>/.exec(value);
      if (address !== null) coAuthors.add(address[1]!.toLowerCase());
    } else if (SESSION_KEY.test(key)) trailers.add(value.slice(0, TRAILER_LENGTH));
  }
  return {
    reverts: all(message, /\bThis reverts commit ([0-9a-f]{7,64})\b/gi).map(id => id.toLowerCase()),
    revertedPullRequests: all(message, /^Reverts [\w./-]*[#!](\d+)\s*$/gm).map(Number),
    pullRequest: pullRequestOf(subject, message),
    coAuthors: [...coAuthors],
    trailers: [...trailers],
  };
}

function pullRequestOf(subject: string, message: string): number | null {
  for (const [at, sign] of PULL_REQUEST.entries()) {
    const found = sign.exec(at === 2 ? message : subject);
    if (found !== null) return Number(found[1]);
  }
  return null;
}

function all(text: string, sign: RegExp): string[] {
  return Array.from(text.matchAll(sign), found => found[1]!);
}

function ending(index: number, otherwise: number): number {
  return index === -1 ? otherwise : index;
}
