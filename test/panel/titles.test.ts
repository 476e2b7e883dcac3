import assert from 'node:assert/strict';
import { TitleShelf } from '../../src/panel/view/titles.ts';
import { pieceOf, use } from './sample.ts';

const shipped = pieceOf('s', 1, use(1, 1), { outcome: 'shipped' });
const open = pieceOf('o', 1, use(1, 1), { outcome: 'committed' });
const commit = shipped.commits[0]!;
const repo = shipped.repo!;

describe('panel/titles', () => {
  it('asks once for what is shown', () => {
    const shelf = new TitleShelf();
    assert.deepEqual(shelf.wanted([shipped, open]), {
      sessions: [
        { agent: 'claude-code', id: 's-0' },
        { agent: 'claude-code', id: 'o-0' },
      ],
      commits: [{ repo, commit }],
    });
    assert.equal(shelf.wanted([shipped, open]), null);
  });

  it('calls a landing by its commit, else by its session, else not at all', () => {
    const shelf = new TitleShelf();
    assert.equal(shelf.of(shipped), null);
    shelf.put({
      sessions: [{ agent: 'claude-code', id: 's-0', title: 'Session' }],
      commits: [{ repo, commit, title: null }],
    });
    assert.equal(shelf.of(shipped), 'Session');
    shelf.put({ sessions: [], commits: [{ repo, commit, title: 'Commit' }] });
    assert.equal(shelf.of(shipped), 'Commit');
    assert.equal(shelf.of(open), null);
  });
});
