import type { ChangePlan } from './plan.ts';

const OPUS = 'claude-opus-4-5';
const CODEX = 'gpt-5-codex';
const GPT = 'gpt-5.2';

/** Changes to Harbour's gateway, oldest first. */
export const GATEWAY_CHANGES: readonly ChangePlan[] = [
  {
    repository: 'gateway',
    way: 'push',
    meant: 'shipped',
    subject: 'Name upstreams in the access log',
    sessions: [
      {
        day: 37,
        hour: 14.2,
        model: 'claude-sonnet-4-5',
        title: 'Name upstreams in the access log',
        files: ['log/access.go', 'log/access_test.go'],
      },
    ],
  },
  {
    repository: 'gateway',
    way: 'squash',
    meant: 'shipped',
    subject: 'Limit requests by tenant',
    branch: 'feat/tenant-limits',
    request: 31,
    sessions: [
      {
        day: 39,
        hour: 9.5,
        model: CODEX,
        title: 'Limit requests by tenant',
        files: ['limit/tenant.go', 'limit/limit.go'],
      },
      {
        day: 38,
        hour: 9.8,
        model: CODEX,
        title: 'Tests for the tenant limits',
        files: ['limit/tenant_test.go', 'limit/tenant.go'],
        subject: 'Cover the limits of tenants',
      },
    ],
  },
  {
    repository: 'gateway',
    way: 'push',
    meant: 'shipped',
    subject: 'Answer health checks without the proxy',
    sessions: [
      {
        day: 31,
        hour: 10,
        model: CODEX,
        title: 'Answer health checks without the proxy',
        files: ['proxy/health.go'],
      },
    ],
  },
  {
    repository: 'gateway',
    way: 'merge',
    meant: 'shipped',
    subject: 'Route by tenant before by path',
    branch: 'feat/tenant-routes',
    request: 38,
    landsAfter: 4,
    sessions: [
      {
        day: 21,
        hour: 9.2,
        model: GPT,
        title: 'Route by tenant before by path',
        files: ['router/tenant.go', 'router/router.go'],
      },
      {
        day: 21,
        hour: 13.1,
        model: GPT,
        title: 'Tests for routes of tenants',
        files: ['router/tenant_test.go', 'router/tenant.go'],
        subject: 'Test routes of tenants',
      },
    ],
  },
  {
    repository: 'gateway',
    way: 'discard',
    meant: 'set aside',
    subject: 'Hedge slow requests',
    sessions: [
      {
        day: 20,
        hour: 14,
        model: GPT,
        title: 'Hedge slow requests with a second upstream',
        files: ['proxy/hedge.go'],
      },
    ],
  },
  {
    repository: 'gateway',
    way: 'local',
    meant: 'committed',
    subject: 'Keep all time limits in one place',
    branch: 'chore/time-limits',
    sessions: [
      {
        day: 16,
        hour: 3.2,
        exact: true,
        model: CODEX,
        title: 'Keep all time limits in one place',
        files: ['limit/times.go', 'proxy/proxy.go'],
      },
    ],
  },
  {
    repository: 'gateway',
    way: 'squash',
    meant: 'shipped',
    subject: 'Log slow upstreams once a minute',
    branch: 'feat/slow-upstreams',
    request: 41,
    sessions: [
      {
        day: 11,
        hour: 11.2,
        model: GPT,
        title: 'Log slow upstreams once a minute',
        files: ['proxy/slow.go', 'proxy/slow_test.go'],
      },
      {
        day: 10,
        hour: 9.7,
        model: GPT,
        title: 'Round the time of slow upstreams',
        files: ['proxy/slow.go'],
        subject: 'Round times',
      },
    ],
  },
  {
    repository: 'gateway',
    way: 'branch',
    meant: 'pushed',
    subject: 'Accept client certificates from the mesh',
    branch: 'feat/mesh-certificates',
    sessions: [
      {
        day: 6,
        hour: 9.2,
        model: OPUS,
        title: 'Accept client certificates from the mesh',
        files: ['auth/mesh.go', 'auth/auth.go'],
        helper: true,
      },
      {
        day: 5,
        hour: 13.4,
        model: OPUS,
        title: 'Tests for mesh certificates',
        files: ['auth/mesh_test.go', 'auth/mesh.go'],
        subject: 'Test mesh certificates',
      },
    ],
  },
  {
    repository: 'gateway',
    way: 'push',
    meant: 'shipped',
    subject: 'Name the upstream in error pages',
    sessions: [
      {
        day: 3,
        hour: 9.4,
        model: GPT,
        title: 'Name the upstream in error pages',
        files: ['proxy/errors.go', 'docs/errors.md'],
        touch: 'edit',
      },
    ],
  },
];
