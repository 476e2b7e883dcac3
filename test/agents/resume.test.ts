import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AGENTS } from '../../src/agents/registry.ts';

const UUID = '65a39c9a-98b4-4547-b48f-6e91ae3a5409';
const NEW = '01a2086b-798a-7ad3-8a6e-8947f090eea8';

/** By agent: a session's id as its programs write it, its log, and what goes on with it. */
const COMMANDS: Readonly<Record<string, readonly [id: string, log: string, command: string]>> = {
  'claude-code': [UUID, `/h/.claude/projects/-w/${UUID}.jsonl`, `claude --resume ${UUID}`],
  codex: [NEW, `/h/.codex/sessions/2026/11/23/rollout-${NEW}.jsonl`, `codex resume ${NEW}`],
  gemini: [UUID, '/h/.gemini/tmp/w/chats/session-1.jsonl', `gemini --resume ${UUID}`],
  'copilot-cli': [UUID, `/h/.copilot/session-state/${UUID}/events.jsonl`, `copilot --resume=${UUID}`],
  opencode: [
    'ses_df793a7a5ffeaEBbjMIEni1Swx',
    '/h/opencode.db',
    'opencode --session ses_df793a7a5ffeaEBbjMIEni1Swx',
  ],
  kilo: ['ses_df7934e08ffeLi3piLBdlJmaU2', '/h/kilo.db', 'kilo --session ses_df7934e08ffeLi3piLBdlJmaU2'],
  qwen: [UUID, `/h/.qwen/projects/-w/chats/${UUID}.jsonl`, `qwen --resume ${UUID}`],
  pi: [NEW, `/h/.pi/agent/sessions/--w--/2026_${NEW}.jsonl`, `pi --session ${NEW}`],
  cline: ['1795437635615_p4crh', '/h/.cline/data/sessions/1.messages.json', 'cline --id 1795437635615_p4crh'],
  kiro: [UUID, `/h/.kiro/sessions/cli/${UUID}.jsonl`, `kiro-cli chat --resume-id ${UUID}`],
  goose: ['20261120_1', '/h/goose/sessions/sessions.db', 'goose session --resume --session-id 20261120_1'],
  droid: [UUID, `/h/.factory/sessions/-w/${UUID}.jsonl`, `droid --resume ${UUID}`],
  kimi: [UUID, `/h/.kimi/sessions/1/${UUID}/wire.jsonl`, `kimi --session ${UUID}`],
  crush: [UUID, '/w/.crush/crush.db', `crush --session ${UUID}`],
};

const resume = (agent: string, id: string, log: string) =>
  AGENTS.find(each => each.id === agent)?.resume?.(id, log) ?? null;

describe('agents: what goes on with a session', () => {
  it('is a program and arguments of the agent itself, and nothing where none can', () => {
    const able = AGENTS.filter(agent => agent.resume !== undefined).map(({ id }) => id);
    assert.deepEqual(able.sort(), Object.keys(COMMANDS).sort());
    for (const [agent, [id, log, command]] of Object.entries(COMMANDS)) {
      const found = resume(agent, id, log);
      assert.equal([found?.program, ...(found?.args ?? [])].join(' '), command);
    }
  });

  it('refuses an id that could be more than an id', () => {
    for (const [agent, [id, log]] of Object.entries(COMMANDS)) {
      for (const hostile of [
        '',
        ` ${id}`,
        `${id} `,
        `${id}\n`,
        `${id}\r`,
        `\n${id}`,
        `${id}; rm -rf ~`,
        `${id};`,
        `$(${id})`,
        `"${id}"`,
        `${id}&calc`,
        `../${id}`,
        `${id}\0`,
        '--dangerously-skip-permissions',
        `--${id}`,
        `-${id}`,
        `${id} --flag`,
        'latest',
      ]) {
        assert.equal(resume(agent, hostile, log), null, `${agent} took ${JSON.stringify(hostile)}`);
      }
    }
  });

  it('takes letters, digits, dashes and underscores alone, beginning with no dash', () => {
    const ids = Object.values(COMMANDS).map(([id]) => id);
    const nearly = fc
      .tuple(fc.constantFrom(...ids), fc.nat(40), fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }))
      .map(([id, at, text]) => id.slice(0, at) + text + id.slice(at));
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), id => {
        for (const [agent, [, log]] of Object.entries(COMMANDS)) {
          const found = resume(agent, id, log);
          assert.ok(found === null || /^[0-9A-Za-z][0-9A-Za-z_-]*$/.test(id), `${agent} took ${id}`);
        }
      }),
    );
  });

  it('leaves to other programs what they keep to themselves', () => {
    const desktop = `/h/.config/Claude/local-agent-mode-sessions/1/projects/-w/${UUID}.jsonl`;
    assert.equal(resume('claude-code', UUID, desktop), null);
    assert.equal(resume('kiro', UUID, `/h/Kiro/User/globalStorage/kiro.kiroagent/${UUID}.json`), null);
    assert.notEqual(resume('kiro', UUID, '/h/.local/share/kiro-cli/data.sqlite3'), null);
    assert.equal(resume('pi', NEW, `/h/.omp/agent/sessions/--w--/${NEW}.jsonl`), null);
    assert.equal(
      resume('kimi', UUID, `/h/Library/Application Support/kimi-desktop/daimon-share/1/${UUID}/wire.jsonl`),
      null,
    );
    assert.equal(resume('qwen', UUID, '/h/.qwen/tmp/1/chats/session-1.json'), null);
    assert.equal(resume('kilo', UUID, '/h/globalStorage/kilocode.kilo-code/tasks/1/ui_messages.json'), null);
  });
});
