import { DatabaseSync } from 'node:sqlite';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { MIGRATIONS } from '../../src/ledger/schema.ts';
import { SessionReads } from '../../src/ledger/sessionReads.ts';
import type { AgentRecord } from '../../src/model/records.ts';
import { addCounts } from '../../src/model/tokens.ts';

/** All that a ledger says of what agents did, one line for each fact; numbers that a ledger gives out are left out. */
const FACTS = [
  `SELECT 'session', agent.name, session.name, parent, forked, started, ended, cwd, branch, head, remote
    FROM session JOIN agent ON agent.id = session.agent`,
  `SELECT 'call', call.id, session.name, at, model.name, input, cache_read, cache_write_5m, cache_write_1h, output,
      reasoning, cost, credit_unit, credit, sidechain, quality, lesser, lesser_since, lesser_until
    FROM call JOIN session ON session.id = call.session LEFT JOIN model ON model.id = call.model`,
  `SELECT 'edit', edit.id, session.name, at, path.path, baseline, added, removed, generated, hex(lines), hex(grams)
    FROM edit JOIN session ON session.id = edit.session JOIN path ON path.id = edit.path`,
  `SELECT 'act', act.id, session.name, at, act, human, path.path, args, result, ok
    FROM act JOIN session ON session.id = act.session LEFT JOIN path ON path.id = act.target`,
  `SELECT 'link', session.name, link, target, at FROM link JOIN session ON session.id = link.session`,
];

/** A ledger in memory. */
export class LedgerOf {
  readonly #database = new DatabaseSync(':memory:');
  readonly #writer: RecordWriter;

  constructor() {
    for (const migration of MIGRATIONS) this.#database.exec(migration);
    this.#writer = new RecordWriter(this.#database);
  }

  readonly add = (record: AgentRecord): void => this.#writer.write(record, 1, 1);

  /** What is counted, and credits by their unit. */
  used() {
    const tokens = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };
    const credits: Record<string, number> = {};
    for (const call of new SessionReads(this.#database).calls()) {
      tokens.input += call.input ?? 0;
      tokens.cacheRead += call.cacheRead ?? 0;
      tokens.cacheWrite += addCounts(call.cacheWrite5m, call.cacheWrite1h) ?? 0;
      tokens.output += call.output ?? 0;
      if (call.creditUnit !== null) {
        const amount = (credits[call.creditUnit] ?? 0) + (call.credit ?? 0);
        credits[call.creditUnit] = Math.round(amount * 1e9) / 1e9;
      }
    }
    return { tokens, credits };
  }

  /** When each session began and where it was. */
  sessions(): { started: number | null; cwd: string | null }[] {
    const rows = this.#database.prepare('SELECT started, cwd FROM session').all();
    return rows as { started: number | null; cwd: string | null }[];
  }

  /** Output tokens by the ledger's number of a call. */
  outputs(): Map<number, number | null> {
    const rows = this.#database.prepare('SELECT id, output FROM call').all();
    return new Map(rows.map(({ id, output }) => [Number(id), output === null ? null : Number(output)]));
  }

  facts(): string[] {
    this.#writer.settle();
    return FACTS.flatMap(sql => {
      const statement = this.#database.prepare(sql);
      statement.setReturnArrays(true);
      return (statement.all() as unknown as unknown[][]).map(row => JSON.stringify(row));
    }).sort();
  }
}
