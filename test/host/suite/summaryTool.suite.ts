import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The tool for chats', () => {
  it('answers with sums, and with a sentence where nothing was read yet', async () => {
    await vscode.extensions.getExtension('ai-impact.ai-impact')?.activate();
    assert.ok(vscode.lm.tools.some(({ name }) => name === 'aiImpact_summary'));
    const result = await vscode.lm.invokeTool('aiImpact_summary', {
      input: { days: 7 },
      toolInvocationToken: undefined,
    });
    const text = result.content.map(part => (part as vscode.LanguageModelTextPart).value).join('');
    assert.match(text, /^What became of the person's AI use in the last 7 days|nothing was read yet/);
  });
});
