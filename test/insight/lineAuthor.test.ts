import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AskedLine, type FileWork, lineAuthor } from '../../src/insight/lineAuthor.ts';
import { type FileEdit, netOfEdits } from '../../src/insight/net.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';

const PATH = 'src/invoices.ts';

const WRITTEN = `export async function fetchInvoices(customer: Customer, since: Date, limit = 50): Promise<Invoice[]> {
  const rows = await database.query(SELECT_INVOICES, [customer.id, since.toISOString(), limit]);
  const invoices = rows.map(row => ({ id: row.id, total: parseMoney(row.total), due: new Date(row.due) }));
  if (invoices.length === 0) {
    return null;
  }
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
  if (invoices.length === 0) {
    return null;
  }
  return invoices
    .filter((invoice) => invoice.total.amount > 0)
    .sort((a, b) => a.due.getTime() - b.due.getTime());
}
`;
const OTHER = `export function sendReminder(address: string, invoice: Invoice): Promise<void> {
  if (address === '') {
    return null;
  }
  return mailer.send({ to: address, subject: subjectOf(invoice), text: textOf(invoice), retries: 3 });
}
`;

describe('insight/lineAuthor', () => {
  let packer: Packer;
  before(async () => {
    packer = await createPacker(new Uint8Array(32).fill(7));
  });

  const created = (at: number, text: string): FileEdit => ({
    at,
    baseline: 'created',
    ...packer.created(PATH, text),
  });
  const replaced = (at: number, before: string, after: string): FileEdit => ({
    at,
    baseline: 'patch',
    ...packer.replaced(PATH, before, after),
  });
  const over = (at: number, text: string): FileEdit => ({
    at,
    baseline: 'unknown',
    ...packer.overwritten(PATH, text),
  });
  const work = (session: number, ...edits: FileEdit[]): FileWork => ({
    session,
    edits,
    net: netOfEdits(edits),
  });

  /** The line of `text` that holds `part`, with ten on either side as the editor gives them. */
  const asked = (text: string, part: string, nth = 0): AskedLine => {
    const lines = text.split('\n');
    const at = lines.flatMap((line, i) => (line.includes(part) ? [i] : []))[nth] ?? assert.fail(part);
    const head = lines.slice(Math.max(0, at - 10), at);
    const { added, grams } = packer.patch(PATH, [...head, ...lines.slice(at, at + 11)], []);
    return { around: added, grams, index: packer.lines(PATH, head).flags.length };
  };
  const told = (line: AskedLine, ...works: FileWork[]) => {
    const author = lineAuthor(line, works);
    return author && `${author.session}@${author.at} ${author.evidence} ${author.confidence}`;
  };

  it('is sure of a comment and an import that say enough', () => {
    const text =
      "import { parseMoney } from './money.ts';\n// Drafts have no total, so they are left out here.\n// Done.\n";
    const works = work(1, created(10, text));
    assert.equal(told(asked(text, 'import'), works), '1@10 exact solid');
    assert.equal(told(asked(text, 'Drafts'), works), '1@10 exact solid');
    assert.equal(told(asked('// Done.\n', 'Done'), works), null);
  });

  it('is sure of a line that stands as it was written', () => {
    assert.equal(told(asked(WRITTEN, 'const rows'), work(1, created(10, WRITTEN))), '1@10 exact solid');
    assert.equal(told(asked(OTHER, 'mailer'), work(1, created(10, WRITTEN))), null);
  });

  it('knows every line again after a formatter, and is only fairly sure of those it set anew', () => {
    const works = [work(1, created(10, WRITTEN)), work(2, created(20, OTHER))];
    for (const [line, evidence] of [
      ['customer: Customer', 'set anew'],
      ['since: Date', 'set anew'],
      ['const rows', 'set anew'],
      ['since.toISOString()', 'set anew'],
      ['const invoices', 'set anew'],
      ['parseMoney', 'set anew'],
      ['.filter', 'set anew'],
      ['.sort', 'set anew'],
    ] as const) {
      assert.equal(told(asked(FORMATTED, line), ...works), `1@10 ${evidence} fair`, line);
    }
    assert.equal(told(asked(FORMATTED, 'invoices.length'), ...works), '1@10 exact solid');
  });

  it('tells a lone brace by what is around it, or not at all', () => {
    const one = work(1, created(10, WRITTEN));
    assert.equal(told(asked(WRITTEN, '  }'), one), '1@10 around fair');
    assert.equal(told(asked('function f() {\n}\n', '}'), one), null);
    // The same brace below a line of this session and above one of nobody's.
    const half = WRITTEN.replace(/ {2}return invoices\..*/, '  somebody.elseWrote(this, line, by, hand);');
    assert.equal(told(asked(half, '  }'), one), null);
  });

  it('does not tell a brace by a few tokens before and after it', () => {
    const session = work(1, created(10, 'x.one(aa, bb);\n}\nyy.two(cc, dd);\n'));
    const text =
      'a.b(some, other, words, that, are, many, x.one(aa, bb));\n}\nyy.three(all, these, follow, it, now);\n';
    assert.equal(told(asked(text, '}'), session), null);
  });

  it('tells a short line that two sessions wrote by what is around it', () => {
    const file = `${WRITTEN}\n${OTHER}`;
    const works = [work(1, created(10, WRITTEN)), work(2, replaced(20, WRITTEN, file))];
    assert.equal(told(asked(file, 'return null', 0), ...works), '1@10 exact solid');
    assert.equal(told(asked(file, 'return null', 1), ...works), '2@20 exact solid');
    const alone = asked('x\n  return null;\ny\n', 'return null');
    assert.equal(told(alone, work(1, created(10, WRITTEN))), '1@10 exact fair');
  });

  it('names the last of several that wrote the same line, and not one that took it back', () => {
    const line = asked(WRITTEN, 'const rows');
    const again = replaced(30, 'x\n', WRITTEN.split('\n')[1]!);
    assert.equal(told(line, work(1, created(10, WRITTEN)), work(2, again)), '2@30 exact solid');
    const undone = work(2, again, replaced(40, WRITTEN.split('\n')[1]!, 'x\n'));
    assert.equal(told(line, work(1, created(10, WRITTEN)), undone), '1@10 exact solid');
  });

  it('is less sure of a line that another session took out since', () => {
    const out = work(2, replaced(30, WRITTEN, WRITTEN.replace(/ {2}const rows.*\n/, '')));
    assert.equal(told(asked(WRITTEN, 'const rows'), work(1, created(10, WRITTEN)), out), '1@10 exact fair');
  });

  it('does not give a line to a session that wrote the whole file over it, where another is known to have', () => {
    const line = asked(WRITTEN, 'const rows');
    const rewrite = work(2, over(30, `${WRITTEN}\n${OTHER}`));
    assert.equal(told(line, rewrite), '2@30 may have stood fair');
    assert.equal(told(line, work(1, created(10, WRITTEN)), rewrite), '1@10 exact solid');
    assert.equal(
      told(asked(FORMATTED, 'parseMoney'), work(1, created(10, WRITTEN)), rewrite),
      '1@10 set anew fair',
    );
  });

  it('only says perhaps of a line that was edited among others of a session', () => {
    const edited = WRITTEN.replace(
      'SELECT_INVOICES, [customer.id, since',
      'SELECT_DRAFTS, [client.id, until',
    );
    assert.equal(told(asked(edited, 'const rows'), work(1, created(10, WRITTEN))), '1@10 edited since thin');
    const lightly = WRITTEN.replace('SELECT_INVOICES', 'SELECT_DRAFTS');
    assert.equal(told(asked(lightly, 'const rows'), work(1, created(10, WRITTEN))), '1@10 set anew fair');
    const alone = `a.b = c;\nd.e = f;\n${WRITTEN.split('\n')[1]!.replace('limit]', 'most]')}\ng.h = i;\nj.k = l;\n`;
    assert.equal(told(asked(alone, 'const rows'), work(1, created(10, WRITTEN))), null);
  });

  it('does not take a line for one of which it has the greater part', () => {
    // All five tokens of the session's own line, in a line of somebody else's.
    const session = work(1, created(10, 'const schema = z.number();\nconst other = 1 + 2 + 3 + 4;\n'));
    const text = 'test(many, words, here);\nconst schema = z.number().positive().max(9);\nexpect(schema);\n';
    assert.equal(told(asked(text, 'const schema'), session), null);
  });

  it('does not give a session what it only brought from another file', () => {
    const moved: FileWork = { ...work(1, created(10, WRITTEN)), net: netOfEdits([]) };
    assert.equal(told(asked(WRITTEN, 'const rows'), moved), null);
    assert.equal(told(asked(WRITTEN, '  }'), moved), null);
    assert.equal(told(asked(WRITTEN, 'const rows'), work(2, created(5, WRITTEN)), moved), '2@5 exact solid');
  });

  it('finds nobody for a line of words that no session wrote', () => {
    const word = fc.stringMatching(/^[a-z]{6,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 6, maxLength: 12 }), words => {
        const text = WRITTEN.replace(/ {2}const rows.*/, `  ${words.map(each => `zz${each}`).join(' ')}`);
        assert.equal(told(asked(text, `zz${words[0]}`), work(1, created(10, WRITTEN))), null);
      }),
      { numRuns: 50 },
    );
  });
});
