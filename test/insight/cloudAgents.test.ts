import assert from 'node:assert/strict';
import { type CloudMarks, cloudAgentOf } from '../../src/insight/cloudAgents.ts';

const marks = (more: Partial<CloudMarks>): CloudMarks => ({
  authorEmail: 'mate@example.com',
  coAuthors: [],
  own: false,
  branches: [],
  ...more,
});

describe('insight/cloudAgents', () => {
  for (const [address, agent] of [
    ['198982749+copilot@users.noreply.github.com', 'copilot'],
    ['199175422+chatgpt-codex-connector[bot]@users.noreply.github.com', 'codex'],
    ['noreply@anthropic.com', 'claude'],
    ['161369871+google-labs-jules[bot]@users.noreply.github.com', 'jules'],
    ['devin-ai-integration[bot]@users.noreply.github.com', 'devin'],
    ['cursoragent@cursor.com', 'cursor'],
  ] as const) {
    it(`knows ${agent} as author`, () => {
      assert.equal(cloudAgentOf(marks({ authorEmail: address })), agent);
    });
  }

  it('knows a co-author beside the person’s own name only', () => {
    const coAuthors = ['161369871+google-labs-jules[bot]@users.noreply.github.com'];
    assert.equal(cloudAgentOf(marks({ coAuthors, own: true })), 'jules');
    assert.equal(cloudAgentOf(marks({ coAuthors })), null);
  });

  it('knows a branch by the name that its agent gives it', () => {
    assert.equal(cloudAgentOf(marks({ branches: ['copilot/fix-42'] })), 'copilot');
    assert.equal(cloudAgentOf(marks({ branches: ['feature/copilot/x'] })), null);
  });

  it('takes no other bot and no person for one', () => {
    for (const authorEmail of [
      '49699333+dependabot[bot]@users.noreply.github.com',
      'claude@example.com',
      'copilot@example.com',
      'someone@anthropic.com',
    ]) {
      assert.equal(cloudAgentOf(marks({ authorEmail, own: true })), null, authorEmail);
    }
  });
});
