import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type DeployedLines,
  deployedBy,
  NOTHING_DEPLOYED,
  type ProductionWord,
  signOfProduction,
} from '../../src/insight/deployment.ts';
import { decide } from '../../src/insight/outcome.ts';
import { NOTHING_SHIPPED } from '../../src/insight/standing.ts';
import { PRODUCTION_SAID, type ProductionSign } from '../../src/model/production.ts';
import { attributed, sessionCase } from './cases.ts';

const tells = (ref: string, remote: string) => signOfProduction(ref, remote) !== null;

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
      assert.ok(tells(`refs/tags/${tag}`, 'origin'), tag);
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
      assert.ok(tells(`refs/remotes/origin/${branch}`, 'origin'), branch);
  });

  it('takes nothing that is only tried out, planned or another remote\u2019s', () => {
    for (const tag of ['v1.2.3-rc.1', '2.0.0-beta', 'v2', 'before-rewrite', 'nightly-12', 'v1.2.x'])
      assert.ok(!tells(`refs/tags/${tag}`, 'origin'), tag);
    for (const branch of [
      'main',
      'staging',
      'deploy/staging',
      'live-reload',
      'product',
      'prod-fix-login',
      'release/1.x',
    ])
      assert.ok(!tells(`refs/remotes/origin/${branch}`, 'origin'), branch);
    assert.ok(!tells('refs/remotes/fork/production', 'origin'));
    assert.ok(!tells('refs/heads/production', 'origin'));
  });

  it('tells by what: tags of one kind are one, each branch is its own', () => {
    const sign = (ref: string) => {
      const found = signOfProduction(ref, 'origin');
      return found === null ? null : [found.kind, found.branch];
    };
    assert.deepEqual(sign('refs/tags/v1.2.3'), ['release tags', null]);
    assert.deepEqual(sign('refs/tags/@acme/core@4.0.1'), ['release tags', null]);
    assert.deepEqual(sign('refs/tags/production/1.2'), ['deploy tags', null]);
    assert.deepEqual(sign('refs/remotes/origin/prod-eu'), ['deploy branch', 'prod-eu']);
    assert.equal(sign('refs/remotes/origin/main'), null);
  });

  it('holds the last of two words of one kind', () => {
    const tags: ProductionSign = { kind: 'release tags', branch: null };
    const live: ProductionSign = { kind: 'deploy branch', branch: 'live' };
    const words: ProductionWord[] = [
      { ...tags, said: 'production' },
      { ...live, said: 'production' },
      { ...tags, said: 'not production' },
    ];
    assert.equal(deployedBy(tags, words), null);
    assert.equal(deployedBy(live, words), 'confirmed');
    assert.equal(deployedBy({ ...live, branch: 'prod' }, words), 'deploy refs');
  });

  describe('a word', () => {
    const SIGNS: readonly ProductionSign[] = [
      { kind: 'release tags', branch: null },
      { kind: 'deploy tags', branch: null },
      { kind: 'deploy branch', branch: 'production' },
      { kind: 'deploy branch', branch: 'live' },
    ];
    const words = (said: readonly ProductionWord['said'][]): fc.Arbitrary<ProductionWord[]> =>
      fc
        .array(fc.record({ sign: fc.constantFrom(...SIGNS), said: fc.constantFrom(...said) }), {
          maxLength: 5,
        })
        .map(all => all.map(({ sign, said: word }) => ({ ...sign, said: word })));
    /** Of each shipped line, the refs that hold it. */
    const held = fc.array(fc.subarray([...SIGNS]), { minLength: 1, maxLength: 12 });
    const outcome = (lines: readonly (readonly ProductionSign[])[], said: readonly ProductionWord[]) => {
      let deployed: DeployedLines = NOTHING_DEPLOYED;
      for (const refs of lines) {
        const tells = refs.map(sign => deployedBy(sign, said));
        const by = (['confirmed', 'deploy refs', 'release tags'] as const).find(each => tells.includes(each));
        if (by !== undefined) deployed = { ...deployed, [by]: deployed[by] + 1 };
      }
      const attribution = attributed(lines.length, { shipped: lines.length });
      const standing = { ...NOTHING_SHIPPED, shipped: lines.length };
      return decide(sessionCase({ attribution, standing, deployed }), 0).outcome;
    };

    it('that confirms changes no outcome', () => {
      fc.assert(
        fc.property(held, words(['production']), (lines, said) =>
          assert.equal(outcome(lines, said), outcome(lines, [])),
        ),
      );
    });

    it('of any kind brings nothing into production', () => {
      fc.assert(
        fc.property(held, words(PRODUCTION_SAID), (lines, said) => {
          if (outcome(lines, []) === 'shipped') assert.equal(outcome(lines, said), 'shipped');
        }),
      );
    });
  });
});
