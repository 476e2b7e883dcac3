import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { AgentRecord } from '../../src/model/records.ts';
import type { Chance } from '../bench/chance.ts';

const JUNK = [
  'null',
  '-1',
  '1e999',
  '9007199254740993',
  '""',
  '{}',
  '[]',
  'true',
  '"\\ud800"',
  '{"__proto__":{"polluted":1}}',
  `${'['.repeat(3000)}${']'.repeat(3000)}`,
  '\u0000',
];

/** One to four things that happen to files: bytes lost, doubled, flipped, moved; values that nobody expects. */
export function damaged(bytes: Buffer, chance: Chance): Buffer {
  let result: Buffer = Buffer.from(bytes);
  for (let times = chance.whole(1, 4); times > 0; times--) result = damagedOnce(result, chance);
  return result;
}

function damagedOnce(bytes: Buffer, chance: Chance): Buffer {
  if (bytes.length < 2) return Buffer.from('{');
  const from = chance.whole(0, bytes.length - 1);
  const to = Math.min(bytes.length, from + chance.whole(1, chance.pick([3, 40, 4000])));
  const [head, middle, tail] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
  switch (chance.whole(0, 6)) {
    case 0:
      return Buffer.concat([head, tail]);
    case 1:
      return Buffer.concat([head, middle, middle, tail]);
    case 2:
      return Buffer.concat([head, Buffer.from(middle).map(byte => byte ^ (1 << chance.whole(0, 7))), tail]);
    case 3:
      return Buffer.from(head);
    case 4:
      return Buffer.concat([tail, head]);
    case 5:
      return Buffer.concat([head, Buffer.from(chance.pick(JUNK)), tail]);
    default:
      return withOtherValue(bytes, chance);
  }
}

/** Keeps it JSON, with something else where a value was. */
function withOtherValue(bytes: Buffer, chance: Chance): Buffer {
  const text = bytes.toString('utf8');
  const values = [...text.matchAll(/(?<=":\s*)(?:"(?:[^"\\]|\\.)*"|-?[\d.]+|true|false|null|\{\}|\[\])/g)];
  if (values.length === 0) return bytes;
  const { 0: value, index } = chance.pick(values);
  return Buffer.from(text.slice(0, index) + chance.pick(JUNK) + text.slice(index + value.length));
}

/** Damages texts in some rows of a database. */
export function damageRows(database: DatabaseSync, chance: Chance): void {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  for (let times = chance.whole(1, 6); times > 0; times--) {
    const table = String(chance.pick(tables).name);
    const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(table);
    const column = String(chance.pick(columns).name);
    const rows = database.prepare(`SELECT rowid AS id, "${column}" AS value FROM "${table}"`).all();
    if (rows.length === 0) continue;
    const { id, value } = chance.pick(rows);
    const worse =
      typeof value === 'string' && value.length > 2
        ? damaged(Buffer.from(value), chance).toString('utf8')
        : chance.pick([null, -1, 1e300, '', '{', 'x'.repeat(5000)]);
    try {
      database.prepare(`UPDATE "${table}" SET "${column}" = ? WHERE rowid = ?`).run(worse, Number(id));
    } catch {
      // The table does not take it: then no agent can have written it either.
    }
  }
}

/** Says what is wrong with a record, whatever it was read from; empty where nothing is. */
export function wrongWith(record: AgentRecord): string {
  const wrong: string[] = [];
  const number = (name: string, value: number | null | undefined, least = Number.NEGATIVE_INFINITY) => {
    if (value != null && !(Number.isFinite(value) && value >= least)) wrong.push(`${name} is ${value}`);
  };
  const text = (name: string, value: unknown, nullable = false) => {
    if (typeof value !== 'string' && !(nullable && value === null)) wrong.push(`${name} is ${typeof value}`);
  };
  text('agent', record.agent);
  if (record.kind === 'session') {
    text('id', record.id);
    for (const name of ['parent', 'forkedFrom', 'cwd', 'branch', 'commit', 'remote'] as const)
      text(name, record[name], true);
    number('startedAt', record.startedAt);
    number('endedAt', record.endedAt);
    return wrong.join(', ');
  }
  text('session', record.session);
  number('at', record.at);
  if (record.kind === 'call') {
    text('key', record.key);
    text('model', record.model, true);
    for (const [name, count] of Object.entries(record.tokens)) {
      number(name, count, 0);
      if (count !== null && !(Number.isInteger(count) && count < 1e13)) wrong.push(`${name} is ${count}`);
    }
    number('loggedCost', record.loggedCost, 0);
    number('credits', record.credits?.amount, 0);
  } else if (record.kind === 'edit') {
    text('key', record.key);
    text('path', record.path);
    number('added', record.lines.addedCount, 0);
    number('removed', record.lines.removedCount, 0);
  } else if (record.kind === 'act') {
    text('key', record.key);
    text('target', record.target, true);
    number('args', record.argsDigest);
    number('result', record.resultDigest);
  } else text('target', record.target);
  return wrong.join(', ');
}

/** Files below a folder, by full path. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}
