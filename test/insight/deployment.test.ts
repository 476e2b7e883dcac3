import assert from 'node:assert/strict';
import { tellsOfProduction } from '../../src/insight/deployment.ts';

describe('insight/deployment', () => {
  it('takes released versions and what is named after production', () => {
    for (const tag of [
      'v1.2.3',
      '1.2',
      '2026.11.23',
      'core@4.0.1',
      '@acme/core@4.0.1',
      'core-v2.0.0',
      'v1.2.3+build.7',
      'deploy-2026-11-23',
      'production/114',
    ])
      assert.ok(tellsOfProduction(`refs/tags/${tag}`, 'origin'), tag);
    for (const branch of [
      'production',
      'prod',
      'live',
      'deploy',
      'deploy/production',
      'env/prod',
      'prod-eu',
      'production/us-east-1',
    ])
      assert.ok(tellsOfProduction(`refs/remotes/origin/${branch}`, 'origin'), branch);
  });

  it('takes nothing that is only tried out, planned or another remote\u2019s', () => {
    for (const tag of ['v1.2.3-rc.1', '2.0.0-beta', 'v2', 'before-rewrite', 'nightly-12', 'v1.2.x'])
      assert.ok(!tellsOfProduction(`refs/tags/${tag}`, 'origin'), tag);
    for (const branch of [
      'main',
      'staging',
      'deploy/staging',
      'live-reload',
      'product',
      'prod-fix-login',
      'release/1.x',
    ])
      assert.ok(!tellsOfProduction(`refs/remotes/origin/${branch}`, 'origin'), branch);
    assert.ok(!tellsOfProduction('refs/remotes/fork/production', 'origin'));
    assert.ok(!tellsOfProduction('refs/heads/production', 'origin'));
  });
});
