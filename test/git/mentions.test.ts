import assert from 'node:assert/strict';
import { mentionsIn } from '../../src/git/mentions.ts';

describe('git/mentions', () => {
  it('finds the pull request of each forge', () => {
    const number = (message: string) => mentionsIn(message).pullRequest;
    assert.equal(number('Merge pull request #12 from o/b\n\nText'), 12);
    assert.equal(number('Add a thing (#345)\n\n* one (#1)'), 345);
    assert.equal(number("Merge branch 'a' into 'main'\n\nText\n\nSee merge request group/sub/name!67"), 67);
    assert.equal(number('Merged in branch (pull request #8)'), 8);
    assert.equal(number('Merged PR 99: Add a thing'), 99);
    assert.equal(number('Fix #12\n\nAlso (#13)'), null);
  });

  it('finds what is reverted, in a revert of a revert too', () => {
    const id = 'a'.repeat(40);
    const body = `Revert "Revert "x""\n\nThis reverts commit ${id}, reversing\nchanges made to ${'b'.repeat(40)}.\n`;
    assert.deepEqual(mentionsIn(body).reverts, [id]);
    assert.deepEqual(mentionsIn('Revert "x" (#14)\n\nReverts owner/name#13').revertedPullRequests, [13]);
    assert.deepEqual(mentionsIn('Nothing').reverts, []);
  });

  it("keeps co-authors' addresses and session trailers, and no other text", () => {
    const found = mentionsIn(
      [
        'Add a secret thing',
        '',
        'Because of a private reason',
        'Co-Authored-By: Some Bot <Bot@Example.com>',
        'Co-authored-by: no address',
        'Claude-Session: https://example.com/session/1',
        'Change-Id: I0123',
        'Signed-off-by: A Person <p@example.com>',
        'Note: private',
      ].join('\r\n'),
    );
    assert.deepEqual(found, {
      reverts: [],
      revertedPullRequests: [],
      pullRequest: null,
      coAuthors: ['bot@example.com'],
      trailers: ['https://example.com/session/1', 'I0123'],
    });
  });
});
