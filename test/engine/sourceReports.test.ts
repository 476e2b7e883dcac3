import assert from 'node:assert/strict';
import type { Agent } from '../../src/agents/agent.ts';
import { AGENTS } from '../../src/agents/registry.ts';
import { sourceReport } from '../../src/engine/sourceReports.ts';
import type { LogRow } from '../../src/ledger/logTable.ts';

const agentOf = (id: string): Agent => AGENTS.find(agent => agent.id === id)!;

const row = (path: string, of: Partial<LogRow> = {}): LogRow => ({
  path,
  agent: 'gemini',
  cursor: 'null',
  bytes: 10,
  skipped: 0,
  reason: null,
  version: null,
  seen: 0,
  ...of,
});

const nothing = { files: [], roots: [], folders: [], unreadable: [] };

describe('engine/sourceReports', () => {
  it('says where it looked for what it did not find', () => {
    const report = sourceReport(agentOf('gemini'), [nothing], ['/home/a/.gemini/tmp'], []);
    assert.deepEqual(
      [report.status, report.looked, report.reason],
      ['not found', ['/home/a/.gemini/tmp'], null],
    );
  });

  it('says that an agent is there of which nothing can be read, and why', () => {
    const found = { ...nothing, roots: ['/home/a/.codeium/windsurf/cascade'] };
    const report = sourceReport(agentOf('windsurf'), [found], found.roots, []);
    assert.deepEqual(
      [report.status, report.reason, report.quality],
      ['unreadable', 'not documented', 'none'],
    );
    assert.equal(sourceReport(agentOf('amp'), [nothing], [], []).status, 'not found');
  });

  it('tells what could not be read from what was, with the version that was seen', () => {
    const rows = [row('/a'), row('/b', { reason: 'newer format', version: '9', skipped: 2 })];
    const partly = sourceReport(agentOf('gemini'), [nothing], [], rows);
    assert.deepEqual(
      [partly.status, partly.reason, partly.unreadable, partly.versions, partly.skipped],
      ['read', 'newer format', ['/b'], ['9'], 2],
    );
    const none = sourceReport(agentOf('gemini'), [nothing], [], rows.slice(1));
    assert.equal(none.status, 'unreadable');
  });
});
