import assert from 'node:assert/strict';
import fc from 'fast-check';
import { attribute } from '../../src/insight/attribute.ts';
import { STAGES, type Stage } from '../../src/insight/attribution.ts';
import { shareShipped } from '../../src/insight/stageCounts.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import { Matching } from './matching.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const TYPESCRIPT = `export async function fetchInvoices(customer: Customer, since: Date, limit = 50): Promise<Invoice[]> {
  const rows = await database.query(SELECT_INVOICES, [customer.id, since.toISOString(), limit]);
  const invoices = rows.map(row => ({ id: row.id, total: parseMoney(row.total), due: new Date(row.due) }));
  return invoices.filter(invoice => invoice.total.amount > 0).sort((a, b) => a.due.getTime() - b.due.getTime());
}
`;
const FORMATTED = `export async function fetchInvoices(
  customer: Customer,
  since: Date,
  limit = 50,
): Promise<Invoice[]> {
  const rows = await database.query(SELECT_INVOICES, [
    customer.id,
    since.toISOString(),
    limit,
  ]);
  const invoices = rows.map((row) => ({
    id: row.id,
    total: parseMoney(row.total),
    due: new Date(row.due),
  }));
  return invoices
    .filter((invoice) => invoice.total.amount > 0)
    .sort((a, b) => a.due.getTime() - b.due.getTime());
}
`;
const PYTHON = `def fetch_invoices(customer: Customer, since: date, limit: int = 50) -> list[Invoice]:
    rows = database.query(SELECT_INVOICES, [customer.id, since.isoformat(), limit])
    invoices = [Invoice(id=row["id"], total=parse_money(row["total"]), due=row["due"]) for row in rows]
    return sorted((invoice for invoice in invoices if invoice.total.amount > 0), key=lambda invoice: invoice.due)
`;
const BLACKENED = `def fetch_invoices(
    customer: Customer, since: date, limit: int = 50
) -> list[Invoice]:
    rows = database.query(
        SELECT_INVOICES, [customer.id, since.isoformat(), limit]
    )
    invoices = [
        Invoice(id=row["id"], total=parse_money(row["total"]), due=row["due"])
        for row in rows
    ]
    return sorted(
        (invoice for invoice in invoices if invoice.total.amount > 0),
        key=lambda invoice: invoice.due,
    )
`;

const lines = (text: string) => text.split('\n').slice(0, -1);

describe('insight/runs', () => {
  let packer: Packer;
  before(async () => {
    packer = await createPacker(new Uint8Array(32).fill(3));
  });

  for (const [path, written, formatted] of [
    ['a.ts', TYPESCRIPT, FORMATTED],
    ['a.py', PYTHON, BLACKENED],
  ] as const) {
    it(`knows a session's lines again that a formatter set anew in ${path}`, () => {
      const [found] = new Matching(packer)
        .session(1, { at: HOUR, path, after: written })
        .commit({ at: 2 * HOUR, files: [{ path, added: lines(formatted) }] })
        .attribute();
      assert.equal(found?.weighing.at.shipped, 4);
      assert.ok(found.weighing.exact.shipped <= 1, 'hardly a line is word for word the same');
      const weighing = lines(formatted).filter(line => /\w+\W+\w+/.test(line)).length;
      const { changedWeighing } = found.found[0]!;
      assert.ok(changedWeighing >= weighing * 0.9, `${changedWeighing} of ${weighing}`);
    });
  }

  it('knows a line again in which a person changed a word, and says that it is not word for word', () => {
    const [found] = new Matching(packer)
      .session(1, { at: HOUR, path: 'a.ts', after: TYPESCRIPT })
      .commit({
        at: 2 * HOUR,
        files: [{ path: 'a.ts', added: lines(TYPESCRIPT.replace('limit = 50', 'limit = 100')) }],
      })
      .attribute();
    assert.deepEqual([found?.weighing.at.shipped, found?.weighing.exact.shipped], [4, 3]);
    assert.deepEqual(shareShipped(found!.weighing), { low: 0.75, mid: 1, high: 1 });
  });

  it('counts a line for one half of which a person kept one half', () => {
    const kept =
      'const rows = await database.query(SELECT_INVOICES, [customer.id]).then(first => first.all, ignore)';
    const [found] = new Matching(packer)
      .session(1, {
        at: HOUR,
        path: 'a.ts',
        after:
          'const rows = await database.query(SELECT_INVOICES, [customer.id, since.toISOString(), limit]).rows;\n',
      })
      .commit({ at: 2 * HOUR, files: [{ path: 'a.ts', added: [kept] }] })
      .attribute();
    assert.deepEqual([found?.weighing.at.shipped, found?.weighing.mixed.shipped], [0.5, 1]);
    assert.deepEqual([found?.found[0]?.lines, found?.found[0]?.mixed], [0, 1]);
    assert.deepEqual(shareShipped(found!.weighing), { low: 0, mid: 0.5, high: 1 });
  });

  it('does not pay with the runs of a line that was paid for word for word', () => {
    const line = 'const total = items.reduce((sum, item) => sum + item.price * item.amount, 0);';
    const [found] = new Matching(packer)
      .session(1, { at: HOUR, path: 'a.ts', after: `${line}\n` })
      .commit({ at: 2 * HOUR, files: [{ path: 'a.ts', added: [line, line.replace(', 0', ', 1')] }] })
      .attribute();
    assert.deepEqual([found?.found[0]?.lines, found?.found[0]?.changed], [1, 1]);
  });

  it('pays for one copy of what was written once', () => {
    const [found] = new Matching(packer)
      .session(1, { at: HOUR, path: 'a.ts', after: TYPESCRIPT })
      .commit({
        at: 2 * HOUR,
        files: [{ path: 'a.ts', added: [...lines(FORMATTED), ...lines(FORMATTED)] }],
      })
      .attribute();
    const half = lines(FORMATTED).length;
    const { changed } = found!.found[0]!;
    assert.ok(changed <= half, `${changed} of ${half}`);
  });

  it('takes no runs of text that the session itself took back', () => {
    const [found] = new Matching(packer)
      .session(
        1,
        { at: HOUR, path: 'a.ts', after: TYPESCRIPT },
        {
          at: HOUR + MINUTE,
          path: 'a.ts',
          before: TYPESCRIPT,
          after: 'export const invoices = new Map();\n',
        },
      )
      .commit({ at: 2 * HOUR, files: [{ path: 'a.ts', added: lines(FORMATTED) }] })
      .attribute();
    assert.deepEqual(found?.found, []);
  });

  it('finds what was set anew at the furthest stage, though an earlier one has it word for word', () => {
    const [found] = new Matching(packer)
      .session(1, { at: HOUR, path: 'a.ts', after: TYPESCRIPT })
      .commit({ at: 3 * HOUR, stage: 'shipped', files: [{ path: 'a.ts', added: lines(FORMATTED) }] })
      .commit({ at: 2 * HOUR, stage: 'pushed', files: [{ path: 'a.ts', added: lines(TYPESCRIPT) }] })
      .attribute();
    assert.equal(found?.weighing.at.shipped, 4);
  });

  it('finds lines in a file that was renamed on the way and formatted after', () => {
    const [found] = new Matching(packer)
      .session(1, { at: HOUR, path: 'old.ts', after: TYPESCRIPT })
      .commit({ at: 4 * HOUR, stage: 'shipped', files: [{ path: 'new.ts', added: lines(FORMATTED) }] })
      .commit({ at: 2 * HOUR, stage: 'pushed', files: [{ path: 'old.ts', added: lines(TYPESCRIPT) }] })
      .commit({ at: 3 * HOUR, stage: 'pushed', files: [{ path: 'new.ts', oldPath: 'old.ts' }] })
      .attribute();
    assert.equal(found?.weighing.at.shipped, 4);
  });

  it('gives no line to a session whose file others wrote in the same manner', () => {
    const others = `export async function fetchCustomers(region: Region, until: Date): Promise<Customer[]> {
  const found = await store.select(CUSTOMERS_BY_REGION, { region: region.code, until });
  return found.filter(each => each.orders.length > 3);
}
`;
    const [found] = new Matching(packer)
      .session(1, { at: HOUR, path: 'a.ts', after: TYPESCRIPT })
      .commit({ at: 2 * HOUR, files: [{ path: 'a.ts', added: lines(others) }] })
      .attribute();
    assert.deepEqual(
      found?.found.filter(({ weighing, mixed }) => weighing + mixed > 0),
      [],
    );
  });

  it('counts a line for one half that stands in the place of one of the session', () => {
    const [first, second, third, ...rest] = lines(TYPESCRIPT);
    const [found] = new Matching(packer)
      .session(1, { at: HOUR, path: 'a.ts', after: TYPESCRIPT })
      .commit({
        at: 2 * HOUR,
        files: [{ path: 'a.ts', added: [first!, second!, 'const made = by.hand(alone);', ...rest] }],
      })
      .attribute();
    assert.ok(third !== undefined);
    assert.deepEqual(shareShipped(found!.weighing), { low: 0.75, mid: 0.875, high: 1 });
  });

  it('gives a moved block its short lines too', () => {
    const block = ['if (!ready) {', 'return;', '}', ...lines(TYPESCRIPT), 'done();'];
    const [found] = new Matching(packer)
      .session(1, { at: HOUR, path: 'a.ts', after: `${block.join('\n')}\n` })
      .commit({ at: 2 * HOUR, files: [{ path: 'b.ts', added: ['other();', ...block, 'more();'] }] })
      .attribute();
    assert.equal(found?.all.at.shipped, found?.all.total);
  });

  it('takes one short line of many for chance, and not where it is all that the session wrote', () => {
    const short = 'return count + 1;';
    const held = (text: string) =>
      new Matching(packer)
        .session(1, { at: HOUR, path: 'a.ts', after: text })
        .commit({ at: 2 * HOUR, files: [{ path: 'a.ts', added: ['const other = text(here);', short] }] })
        .attribute()[0]?.weighing.at.shipped;
    assert.equal(held(`${TYPESCRIPT}${short}\n`), 0);
    assert.equal(held(`${short}\n`), 1);
  });

  it('gives a block that a second session moved, in a file it wrote over unseen, to the first', () => {
    const [first, second] = new Matching(packer)
      .session(1, { at: HOUR, path: 'a.ts', after: TYPESCRIPT })
      .session(
        2,
        {
          at: HOUR + 1,
          path: 'a.ts',
          after: `${TYPESCRIPT}export const own = new Own(1);\n`,
          baseline: 'unknown',
        },
        { at: HOUR + 2, path: 'a.ts', before: TYPESCRIPT, after: '\n' },
        { at: HOUR + 3, path: 'b.ts', before: '\n', after: TYPESCRIPT },
      )
      .commit({
        at: 2 * HOUR,
        files: [
          { path: 'a.ts', added: ['export const own = new Own(1);'] },
          { path: 'b.ts', added: lines(TYPESCRIPT) },
        ],
      })
      .attribute();
    assert.deepEqual([first?.weighing.at.shipped, second?.weighing.at.shipped], [4, 1]);
  });

  it('knows by the commit what a write over unseen text took out, once', () => {
    const stood = ['export const kept = read(file, 1);', 'export const lost = read(file, 2);'];
    const after = `${stood[0]}\n${TYPESCRIPT}`;
    const scene = new Matching(packer).session(1, { at: HOUR, path: 'a.ts', after, baseline: 'unknown' });
    for (const stage of ['shipped', 'pushed'] as const)
      scene.commit({
        at: 2 * HOUR,
        stage,
        files: [{ path: 'a.ts', added: lines(TYPESCRIPT), removed: [stood[1]!] }],
      });
    const [found] = scene.attribute();
    const { total, uncertain, at, exact } = found!.weighing;
    assert.deepEqual([total, uncertain, at.shipped, at.pushed, exact.shipped], [6, 1, 5, 0, 4]);
  });

  it('leaves open what a shell command may have made of lines that shipped soon after', () => {
    const scene = (ranAt: number) =>
      new Matching(packer)
        .session(1, { at: HOUR, path: 'a.ts', after: TYPESCRIPT })
        .shell(ranAt)
        .commit({ at: 2 * HOUR, files: [{ path: 'a.ts', added: lines('const made = by(a.program, 1);\n') }] })
        .attribute()[0]!;
    assert.deepEqual(shareShipped(scene(HOUR + MINUTE).weighing), { low: 0, mid: 0, high: 0.25 });
    assert.deepEqual(shareShipped(scene(3 * HOUR).weighing), { low: 0, mid: 0, high: 0 });
  });

  it('pays for nothing that ships more than 120 days after it was written', () => {
    const [found] = new Matching(packer)
      .session(1, { at: 0, path: 'a.ts', after: TYPESCRIPT })
      .commit({ at: 121 * 24 * HOUR, files: [{ path: 'a.ts', added: lines(TYPESCRIPT) }] })
      .attribute();
    assert.equal(found?.all.at.shipped, 0);
  });

  describe('in any world', () => {
    const word = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', '+', '=', 'f(', ')', 'x', 'y');
    const line = fc.array(word, { minLength: 1, maxLength: 9 }).map(words => words.join(' '));
    const text = fc.array(line, { minLength: 1, maxLength: 8 });
    const path = fc.constantFrom('a.ts', 'b.ts');
    const world = fc.record({
      sessions: fc.array(fc.record({ path, text, again: fc.option(text, { nil: undefined }) }), {
        minLength: 1,
        maxLength: 4,
      }),
      commits: fc.array(
        fc.record({
          stage: fc.constantFrom<Stage>(...STAGES),
          path,
          /** Which session's text it has, each line cut in two or not, and lines of its own. */
          of: fc.nat(3),
          cut: fc.boolean(),
          own: fc.array(line, { maxLength: 4 }),
          removed: fc.array(line, { maxLength: 3 }),
        }),
        { maxLength: 5 },
      ),
    });
    type World = typeof world extends fc.Arbitrary<infer T> ? T : never;
    const scene = ({ sessions, commits }: World): Matching => {
      const matching = new Matching(packer);
      for (const [id, { path: file, text: wrote, again }] of sessions.entries()) {
        const first = { at: HOUR + id, path: file, after: `${wrote.join('\n')}\n` };
        const second = {
          at: 2 * HOUR + id,
          path: file,
          before: first.after,
          after: `${again?.join('\n')}\n`,
        };
        matching.session(id, first, ...(again === undefined ? [] : [second]));
      }
      for (const [index, { stage, path: file, of, cut, own, removed }] of commits.entries()) {
        const source = sessions[of]?.text ?? [];
        const set = cut ? source.map(each => each.replace(/^(\S+ \S+ \S+) /, '$1\n')) : source;
        const added = [...set.join('\n').split('\n'), ...own];
        matching.commit({ at: 10 * HOUR + index, stage, files: [{ path: file, added, removed }] });
      }
      return matching;
    };

    it('pays for no line of a session twice, and credits no line of a change twice', () => {
      fc.assert(
        fc.property(world, each => {
          const matching = scene(each);
          const results = matching.attribute();
          for (const { weighing, all } of results) {
            for (const counts of [weighing, all]) {
              const at = STAGES.reduce((sum, stage) => sum + counts.at[stage] + counts.mixed[stage] / 2, 0);
              assert.ok(at + counts.uncertain <= counts.total, JSON.stringify(counts));
              for (const stage of STAGES)
                assert.ok(counts.exact[stage] + counts.mixed[stage] / 2 <= counts.at[stage]);
            }
          }
          for (const { commit, files } of matching.holdings) {
            const credited = results.flatMap(({ found }) => found.filter(entry => entry.commit === commit));
            const there = files.reduce(
              (sum, { added, removed }) => sum + added.flags.length + removed.flags.length,
              0,
            );
            assert.ok(credited.reduce((sum, { changed }) => sum + changed, 0) <= there);
          }
        }),
        { numRuns: 300 },
      );
    });

    it('says the same of each session in whatever order sessions are given', () => {
      fc.assert(
        fc.property(world, fc.infiniteStream(fc.nat()), (each, chance) => {
          const matching = scene(each);
          const shuffled = matching.works
            .map(work => ({ work, place: chance.next().value as number }))
            .sort((a, b) => a.place - b.place)
            .map(({ work }) => work);
          const byId = (list: readonly { session: number }[]) =>
            [...list].sort((a, b) => a.session - b.session);
          assert.deepEqual(
            byId(attribute(shuffled, matching.holdings)),
            byId(attribute(matching.works, matching.holdings)),
          );
        }),
        { numRuns: 200 },
      );
    });

    it('says low, mid and high in this order, and one number where nothing is left open', () => {
      fc.assert(
        fc.property(world, each => {
          for (const { weighing } of scene(each).attribute()) {
            const { low, mid, high } = shareShipped(weighing);
            assert.ok(0 <= low && low <= mid && mid <= high && high <= 1, `${low} ${mid} ${high}`);
            const { exact: sure, at, uncertain, perhapsShipped } = weighing;
            const exact = sure.shipped === at.shipped && uncertain + perhapsShipped === 0;
            if (exact || sure.shipped === weighing.total) assert.ok(low === mid && mid === high);
          }
        }),
        { numRuns: 300 },
      );
    });
  });
});
