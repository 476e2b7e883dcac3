import type { ChangePlan } from './plan.ts';

const OPUS = 'claude-opus-4-5';
const SONNET = 'claude-sonnet-4-5';
const CODEX = 'gpt-5-codex';
const GPT = 'gpt-5.2';

/** Changes to Harbour's api, oldest first. */
export const API_CHANGES: readonly ChangePlan[] = [
  {
    repository: 'api',
    way: 'push',
    meant: 'shipped',
    subject: 'Paginate the audit log by cursor',
    sessions: [
      {
        day: 41,
        hour: 9.2,
        model: OPUS,
        title: 'Paginate the audit log by cursor',
        files: ['src/audit/cursor.ts', 'src/audit/log.ts'],
        helper: true,
      },
      {
        day: 40,
        hour: 10.1,
        model: SONNET,
        title: 'Tests for the audit cursor',
        files: ['test/audit/cursor.test.ts', 'src/audit/cursor.ts'],
        subject: 'Test the audit cursor',
      },
    ],
  },
  {
    repository: 'api',
    way: 'own merge',
    meant: 'shipped',
    subject: 'Expire sessions that were never used',
    branch: 'feat/session-expiry',
    landsAfter: 5,
    sessions: [
      {
        day: 34,
        hour: 9.1,
        model: OPUS,
        title: 'Expire sessions that were never used',
        files: ['src/auth/expiry.ts', 'src/auth/session.ts'],
        touch: 'edit',
      },
      {
        day: 33,
        hour: 10.4,
        model: OPUS,
        title: 'Sweep expired sessions every hour',
        files: ['src/auth/sweep.ts', 'src/auth/expiry.ts'],
        subject: 'Sweep expired sessions',
      },
    ],
  },
  {
    repository: 'api',
    way: 'discard',
    meant: 'set aside',
    subject: 'Cache sessions in memory',
    sessions: [
      {
        day: 27,
        hour: 9.3,
        model: OPUS,
        title: 'Cache sessions in memory',
        files: ['src/auth/cache.ts', 'test/auth/cache.test.ts'],
      },
    ],
  },
  {
    repository: 'api',
    way: 'push',
    meant: 'shipped',
    subject: 'Keep the order of jobs with one priority',
    sessions: [
      {
        day: 24,
        hour: 10.2,
        model: SONNET,
        title: 'Keep the order of jobs with one priority',
        files: ['src/jobs/priority.ts', 'test/jobs/priority.test.ts'],
        commits: true,
      },
    ],
  },
  {
    repository: 'api',
    way: 'squash',
    meant: 'shipped',
    subject: 'Stream exports instead of buffering them',
    branch: 'feat/stream-exports',
    request: 52,
    sessions: [
      {
        day: 19,
        hour: 9.4,
        model: OPUS,
        title: 'Stream exports instead of buffering them',
        files: ['src/export/stream.ts', 'src/export/writer.ts'],
        helper: true,
        touch: 'edit',
      },
      {
        day: 18,
        hour: 9.9,
        model: SONNET,
        title: 'Tests for the export stream',
        files: ['test/export/stream.test.ts', 'src/export/stream.ts'],
        subject: 'Test the export stream',
      },
    ],
  },
  {
    repository: 'api',
    way: 'push',
    meant: 'shipped',
    subject: 'Generate the client from the schema',
    sessions: [
      {
        day: 13,
        hour: 10.3,
        model: OPUS,
        title: 'Generate the client from the schema',
        files: ['tools/generate-client.ts', 'docs/client.md'],
        lock: true,
        generated: 'src/generated/client.ts',
      },
    ],
  },
  {
    repository: 'api',
    way: 'branch',
    meant: 'pushed',
    subject: 'Split the importer into stages',
    branch: 'refactor/importer',
    sessions: [
      {
        day: 12,
        hour: 9.1,
        model: CODEX,
        title: 'Split the importer into stages',
        files: ['src/importer/stages.ts', 'src/importer/importer.ts'],
      },
      {
        day: 11,
        hour: 9.6,
        model: CODEX,
        title: 'Move validation to its own stage',
        files: ['src/importer/validate.ts', 'src/importer/stages.ts'],
        subject: 'Validate in a stage of its own',
      },
      {
        day: 11,
        hour: 14.2,
        model: CODEX,
        title: 'Tests for the importer stages',
        files: ['test/importer/stages.test.ts', 'src/importer/stages.ts'],
        subject: 'Test the stages',
      },
    ],
  },
  {
    repository: 'api',
    way: 'worktree',
    meant: 'shipped',
    subject: 'Find orphaned jobs in the reaper',
    branch: 'fix/orphaned-jobs',
    sessions: [
      {
        day: 10,
        hour: 12.4,
        model: OPUS,
        title: 'Find orphaned jobs in the reaper',
        files: ['src/jobs/orphans.ts', 'src/jobs/reaper.ts', 'src/jobs/queue.ts'],
        helper: true,
      },
      {
        day: 10,
        hour: 14.9,
        model: OPUS,
        title: 'Tests for orphaned jobs',
        files: ['test/jobs/orphans.test.ts', 'src/jobs/orphans.ts'],
        subject: 'Test orphaned jobs',
      },
    ],
  },
  {
    repository: 'api',
    way: 'merge',
    meant: 'shipped',
    subject: 'Reject tokens of closed tenants',
    branch: 'fix/closed-tenants',
    request: 57,
    sessions: [
      {
        day: 5,
        hour: 9.3,
        model: GPT,
        title: 'Reject tokens of closed tenants',
        files: ['src/auth/tenants.ts', 'src/auth/session.ts'],
        touch: 'edit',
      },
      {
        day: 5,
        hour: 14,
        model: GPT,
        title: 'Tests for closed tenants',
        files: ['test/auth/tenants.test.ts', 'src/auth/tenants.ts'],
        subject: 'Test closed tenants',
      },
    ],
  },
  {
    repository: 'api',
    way: 'push',
    meant: 'shipped',
    subject: 'Answer 409 when a job is already claimed',
    sessions: [
      {
        day: 0,
        hour: 5,
        model: SONNET,
        title: 'Answer 409 when a job is already claimed',
        files: ['src/jobs/claim.ts', 'test/jobs/claim.test.ts'],
      },
    ],
  },
  {
    repository: 'api',
    way: 'open worktree',
    meant: 'in progress',
    subject: 'Fixture builder for the job tests',
    branch: 'fixture-builder',
    sessions: [
      {
        day: 0,
        hour: 1.4,
        model: OPUS,
        title: 'Fixture builder for the job tests',
        files: ['test/support/fixtures.ts', 'test/support/jobs.ts'],
      },
    ],
  },
];
