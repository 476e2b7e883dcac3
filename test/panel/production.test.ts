import assert from 'node:assert/strict';
import type { ProductionReport } from '../../src/model/production.ts';
import { productionOf } from '../../src/panel/view/production.ts';
import { whyOf } from '../../src/panel/view/why.ts';
import { pieceOf, READY, TAGS, use } from './sample.ts';
import { VOICE } from './voice.ts';

const REPO = '/home/ada/code/api';
const LIVE: ProductionReport = {
  ...TAGS,
  kind: 'deploy branch',
  branch: 'live',
  newest: 'refs/remotes/origin/live',
  count: 1,
};

function lines(production: readonly ProductionReport[], root = REPO) {
  const [repo] = READY.report!.repos;
  return productionOf({ ...READY.report!, repos: [{ ...repo!, root, production }] }, VOICE);
}

describe('panel/production', () => {
  it('tells of each kind of refs that is taken for production, and asks with one click', () => {
    const [tags, live] = lines([TAGS, LIVE]);
    assert.equal(
      tags?.text,
      'What is in production in api is taken from release tags (v1.2.3 and 14 more); not confirmed.',
    );
    assert.equal(live?.text, 'What is in production in api is taken from origin/live; not confirmed.');
    assert.deepEqual(live?.acts, [
      {
        text: 'That is production',
        label: 'That is production: origin/live in api',
        message: {
          type: 'sayProduction',
          repo: REPO,
          kind: 'deploy branch',
          branch: 'live',
          said: 'production',
        },
      },
      {
        text: 'Not production',
        label: 'Not production: origin/live in api',
        message: {
          type: 'sayProduction',
          repo: REPO,
          kind: 'deploy branch',
          branch: 'live',
          said: 'not production',
        },
      },
    ]);
    const [one] = lines([{ ...TAGS, count: 1 }]);
    assert.equal(
      one?.text,
      'What is in production in api is taken from the release tag v1.2.3; not confirmed.',
    );
  });

  it('tells what was said, with one way to take it back', () => {
    const [no, yes] = lines([
      { ...TAGS, said: 'not production', word: 3 },
      { ...LIVE, said: 'production', word: 4 },
    ]);
    const text = 'You said: production of api is not told by release tags (v1.2.3 and 14 more).';
    assert.deepEqual(no, {
      text,
      key: JSON.stringify([READY.report!.repos[0]!.root, 'release tags', null]),
      acts: [{ text: 'Undo', label: `Undo: ${text}`, message: { type: 'takeBackProduction', word: 3 } }],
    });
    assert.equal(yes?.text, 'You said: production of api is told by origin/live.');
  });

  it('asks nothing of a repository in which no agent worked', () => {
    assert.deepEqual(lines([TAGS], '/home/ada/code/vendor'), []);
  });

  it('says in the why of a change whether it was confirmed', () => {
    const because = (rule: string) => {
      const evidence = [{ kind: 'lines', commit: null, ref: null, file: null, lines: 4, rule }];
      const piece = pieceOf('x', 3, use(1, 1), { outcome: 'in production', evidence });
      return whyOf(piece, false, VOICE).because[0];
    };
    assert.equal(
      because('in-production-by-tag'),
      'It is shipped, and in tags that look like releases; not confirmed.',
    );
    assert.equal(
      because('in-production-by-ref'),
      'It is shipped, and in refs that are named like a deployment; not confirmed.',
    );
    assert.equal(
      because('in-production-confirmed'),
      'It is shipped, and in refs that you confirmed as production.',
    );
  });
});
