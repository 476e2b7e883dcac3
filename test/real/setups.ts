import { join } from 'node:path';
import type { RealAgent } from '../support/agents.ts';
import type { AgentRun } from './runAgent.ts';

const KEY = 'sk-no-key';
const MODEL = 'mock-model';

/** How an agent is pointed at the model on loopback, and kept from everything else. */
export interface Setup {
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
  /** Run before it, with the same environment. */
  readonly prepare?: readonly (readonly string[])[];
  /** Files below HOME. */
  readonly files: Readonly<Record<string, string>>;
  /** Where its logs go, below HOME. */
  readonly logs: string;
}

/** @param url of the model */
export type SetupOf = (run: AgentRun, url: string) => Setup;

export const SETUPS: Readonly<Record<RealAgent, SetupOf>> = {
  claude: (run, url) => ({
    args: [
      ...['-p', run.prompt, '--model', run.model ?? 'claude-sonnet-5-5', '--dangerously-skip-permissions'],
      ...resuming(run, '--continue'),
    ],
    env: {
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: KEY,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
      // Without it the agent refuses to skip permissions as root.
      IS_SANDBOX: '1',
    },
    files: { '.claude.json': JSON.stringify({ hasCompletedOnboarding: true, numStartups: 5, projects: {} }) },
    logs: join('.claude', 'projects'),
  }),

  codex: (run, url) => {
    const overrides = [
      `model="${run.model ?? 'gpt-6.1-sol'}"`,
      'model_provider="mock"',
      `model_providers.mock={name="mock",base_url="${url}/v1",env_key="MOCK_API_KEY",wire_api="responses",request_max_retries=1,stream_max_retries=1,supports_websockets=false}`,
      `projects={"${run.repo}"={trust_level="trusted"}}`,
    ];
    const settings = overrides.flatMap(setting => ['-c', setting]);
    return {
      args: run.resume
        ? ['exec', ...settings, ...resuming(run, 'resume', '--last'), run.prompt]
        : ['exec', ...settings, '-C', run.repo, run.prompt],
      env: { MOCK_API_KEY: KEY, CODEX_HOME: join(run.home, '.codex') },
      files: {
        [join('.codex', 'config.toml')]: [
          'approval_policy = "never"',
          'sandbox_mode = "danger-full-access"',
          'check_for_update_on_startup = false',
          '[analytics]\nenabled = false',
          '[otel]\nexporter = "none"\n',
        ].join('\n'),
      },
      logs: join('.codex', 'sessions'),
    };
  },

  gemini: (run, url) => ({
    args: [
      ...['-m', run.model ?? 'gemini-2.5-pro', '--approval-mode', 'yolo'],
      ...resuming(run, '--resume', 'latest'),
      ...['-p', run.prompt],
    ],
    env: {
      GEMINI_API_KEY: KEY,
      GOOGLE_GEMINI_BASE_URL: url,
      GEMINI_CLI_TRUST_WORKSPACE: 'true',
      GEMINI_SANDBOX: 'false',
    },
    files: {
      [join('.gemini', 'settings.json')]: JSON.stringify({
        security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
        privacy: { usageStatisticsEnabled: false },
        telemetry: { enabled: false },
        general: { disableAutoUpdate: true, enableAutoUpdate: false },
      }),
    },
    logs: join('.gemini', 'tmp'),
  }),

  copilot: (run, url) => ({
    args: [
      ...['-p', run.prompt, '--allow-all-tools', '--allow-all-paths', '--no-color'],
      ...resuming(run, '--continue'),
    ],
    env: {
      COPILOT_PROVIDER_BASE_URL: `${url}/v1`,
      COPILOT_PROVIDER_TYPE: 'openai',
      COPILOT_PROVIDER_API_KEY: KEY,
      COPILOT_MODEL: run.model ?? MODEL,
      COPILOT_OFFLINE: 'true',
      COPILOT_AUTO_UPDATE: 'false',
    },
    files: {},
    logs: join('.copilot', 'session-state'),
  }),

  opencode: (run, url) => ({
    args: ['run', '--model', `mock/${run.model ?? MODEL}`, ...resuming(run, '--continue'), run.prompt],
    env: {
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
    },
    files: { [join('.config', 'opencode', 'opencode.json')]: openCodeSettings(url) },
    logs: join('.local', 'share', 'opencode'),
  }),

  kilo: (run, url) => ({
    args: [
      ...['run', '--auto', '--model', `mock/${run.model ?? MODEL}`],
      ...resuming(run, '--continue'),
      run.prompt,
    ],
    env: {
      KILO_DISABLE_AUTOUPDATE: '1',
      KILO_DISABLE_MODELS_FETCH: '1',
      KILO_DISABLE_LSP_DOWNLOAD: '1',
    },
    files: { [join('.config', 'kilo', 'kilo.json')]: openCodeSettings(url) },
    logs: join('.local', 'share', 'kilo'),
  }),

  qwen: (run, url) => ({
    args: [
      ...['--auth-type', 'openai', '-m', run.model ?? 'qwen3-coder-plus', '--approval-mode', 'yolo'],
      ...resuming(run, '--continue'),
      ...['-p', run.prompt],
    ],
    env: {
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: `${url}/v1`,
      OPENAI_MODEL: run.model ?? 'qwen3-coder-plus',
      QWEN_SANDBOX: 'false',
    },
    files: {
      [join('.qwen', 'settings.json')]: JSON.stringify({
        security: { auth: { selectedType: 'openai' }, folderTrust: { enabled: false } },
        privacy: { usageStatisticsEnabled: false },
        general: { disableAutoUpdate: true, enableAutoUpdate: false },
        telemetry: { enabled: false },
      }),
    },
    logs: join('.qwen', 'projects'),
  }),

  pi: (run, url) => ({
    args: [
      ...['--provider', 'mock', '--model', run.model ?? MODEL],
      ...resuming(run, '--continue'),
      ...['-p', run.prompt],
    ],
    env: { PI_OFFLINE: '1', PI_TELEMETRY: '0', PI_SKIP_VERSION_CHECK: '1' },
    files: {
      [join('.pi', 'agent', 'models.json')]: JSON.stringify({
        providers: {
          mock: {
            baseUrl: `${url}/v1`,
            api: 'openai-completions',
            apiKey: KEY,
            compat: { supportsDeveloperRole: false, supportsReasoningEffort: false },
            models: [
              {
                id: MODEL,
                name: 'Mock',
                reasoning: false,
                input: ['text'],
                contextWindow: 200_000,
                maxTokens: 8000,
                cost: { input: 1, output: 2, cacheRead: 0.1, cacheWrite: 0 },
              },
            ],
          },
        },
      }),
    },
    logs: join('.pi', 'agent', 'sessions'),
  }),

  // Going on with a session wants a terminal there: every run is a new one.
  cline: (run, url) => {
    const model = run.model ?? MODEL;
    return {
      args: [
        '--provider',
        'openai',
        '--model',
        model,
        '--auto-approve',
        'true',
        '--timeout',
        '60',
        run.prompt,
      ],
      env: { CLINE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', CLINE_NO_AUTO_UPDATE: '1' },
      prepare: [['auth', 'openai', '-k', KEY, '-b', `${url}/v1`, '-m', model]],
      files: {},
      logs: join('.cline', 'data', 'sessions'),
    };
  },
};

/** @param last goes on with the last session */
function resuming({ resume = false }: AgentRun, ...last: string[]): readonly string[] {
  if (typeof resume !== 'boolean') return resume;
  return resume ? last : [];
}

/** OpenCode's and Kilo's, which is made of it. */
function openCodeSettings(url: string): string {
  const limit = { context: 200_000, output: 8000 };
  const cost = { input: 1, output: 2, cache_read: 0.1 };
  return JSON.stringify({
    autoupdate: false,
    share: 'disabled',
    permission: 'allow',
    provider: {
      mock: {
        npm: '@ai-sdk/openai-compatible',
        name: 'Mock',
        options: { baseURL: `${url}/v1`, apiKey: KEY },
        models: { [MODEL]: { name: 'Mock Model', limit, cost } },
      },
    },
  });
}
