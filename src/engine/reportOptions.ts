import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Instant } from '../model/records.ts';

export interface ReportCommand {
  readonly home: string;
  /** A home was named: the agents' environment variables do not count. */
  readonly otherHome: boolean;
  readonly repositories: readonly string[];
  /** Branches on which work counts as shipped too. */
  readonly shippingRefs?: readonly string[];
  readonly ledger: string | null;
  readonly now: Instant | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly json: boolean;
  readonly help: boolean;
}

/** What the person typed cannot be meant so; the message says why, in their words. */
export class UsageError extends Error {}

export const USAGE = `Usage: npm run -s report -- [options]

  --json          print the report as JSON (schema 1); otherwise a table
  --home DIR      read agents' logs and git settings of this home; the agents' environment variables are ignored
  --repo DIR      also read this repository; may be repeated
  --shipping-ref NAME
                  work on this branch counts as shipped too: release/*, or host/owner/name#release/*; may be repeated
  --ledger FILE   keep what was read in this ledger; otherwise a temporary one is used
  --now TIME      take this as the current time
  --since TIME    count calls from this time on
  --until TIME    count calls before this time
  --help          show this text

TIME is ISO 8601: 2026-11-23, 2026-11-23T10:00:00Z.`;

/** @throws {UsageError} */
export function parseReportCommand(args: readonly string[]): ReportCommand {
  const values = parse(args);
  const since = time('--since', values.since);
  const until = time('--until', values.until);
  if (since !== null && until !== null && since >= until) {
    throw new UsageError('--since must lie before --until.');
  }
  return {
    home: resolve(values.home ?? homedir()),
    otherHome: values.home !== undefined,
    repositories: (values.repo ?? []).map(folder => resolve(folder)),
    shippingRefs: values['shipping-ref'] ?? [],
    ledger: values.ledger === undefined ? null : resolve(values.ledger),
    now: time('--now', values.now),
    since,
    until,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        home: { type: 'string' },
        repo: { type: 'string', multiple: true },
        'shipping-ref': { type: 'string', multiple: true },
        ledger: { type: 'string' },
        now: { type: 'string' },
        since: { type: 'string' },
        until: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

function time(name: string, text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const at = ISO.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError(`${name} wants a time such as 2026-11-23T10:00:00Z, not "${text}".`);
  return at;
}
