import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The extension in its host', () => {
  it('is found by its id and activates', async () => {
    const extension = vscode.extensions.getExtension('ai-impact.ai-impact');
    assert.ok(extension, 'VS Code knows no ai-impact.ai-impact');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
