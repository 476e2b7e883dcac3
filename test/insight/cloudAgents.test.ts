import assert from 'node:assert/strict';
import { type CloudMarks, cloudAgentOf, isProgram } from '../../src/insight/cloudAgents.ts';

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
    ['206951365+cursor[bot]@users.noreply.github.com', 'cursor'],
    ['208079219+amazon-q-developer[bot]@users.noreply.github.com', 'amazon-q'],
    ['198982749+copilot-swe-agent[bot]@users.noreply.github.com', 'copilot'],
    ['copilot@github.com', 'copilot'],
    ['codex@openai.com', 'codex'],
    ['209825114+claude[bot]@users.noreply.github.com', 'claude'],
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

  for (const [branch, agent] of [
    ['codex/x', 'codex'],
    ['claude/x', 'claude'],
    ['jules-4', 'jules'],
    ['jules/x', 'jules'],
    ['devin/x', 'devin'],
    ['cursor/x', 'cursor'],
    ['codexes', null],
  ] as const)
    it(`knows ${agent ?? 'none'} by ${branch}, among others`, () =>
      assert.equal(cloudAgentOf(marks({ branches: ['main', branch] })), agent));

  it('takes the author before the co-author, and that before the branch', () => {
    const codex = { coAuthors: ['mate@example.com', 'codex@openai.com'], own: true };
    const branches = ['devin/x'];
    assert.equal(cloudAgentOf(marks({ authorEmail: 'noreply@anthropic.com', ...codex, branches })), 'claude');
    assert.equal(cloudAgentOf(marks({ ...codex, branches })), 'codex');
    assert.equal(cloudAgentOf(marks({ ...codex, own: false, branches })), 'devin');
  });

  it('knows addresses of programs', () => {
    for (const address of ['noreply@anthropic.com', '49699333+dependabot[bot]@users.noreply.github.com'])
      assert.equal(isProgram(address), true, address);
    for (const address of ['mate@example.com', 'bot@example.com'])
      assert.equal(isProgram(address), false, address);
  });
});
