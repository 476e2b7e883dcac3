import assert from 'node:assert/strict';
import { newPullRequestAddress } from '../../src/git/newPullRequest.ts';

describe('git/newPullRequest', () => {
  it('knows the pages of GitHub and GitLab, however the remote is written', () => {
    for (const remote of [
      'https://github.com/Ada/api.git',
      'git@github.com:ada/api.git',
      'ssh://git@ssh.github.com:443/ada/api',
    ]) {
      assert.equal(
        newPullRequestAddress(remote, 'main', 'feat/re#try'),
        'https://github.com/ada/api/compare/main...feat/re%23try?expand=1',
      );
    }
    assert.equal(
      newPullRequestAddress('git@gitlab.example.com:team/sub/api.git', 'main', 'feat/retry'),
      'https://gitlab.example.com/team/sub/api/-/merge_requests/new?merge_request%5Bsource_branch%5D=feat%2Fretry&merge_request%5Btarget_branch%5D=main',
    );
  });

  it('guesses no page of another forge, of a path, or of a branch onto itself', () => {
    for (const remote of ['https://example.com/ada/api', '/srv/git/api.git', 'https://notgithub.com/a/b']) {
      assert.equal(newPullRequestAddress(remote, 'main', 'feat'), null);
    }
    assert.equal(newPullRequestAddress('https://github.com/ada/api', 'main', 'main'), null);
  });
});
