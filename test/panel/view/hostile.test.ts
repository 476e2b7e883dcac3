import assert from 'node:assert/strict';
import type { PanelState, Titles } from '../../../src/panel/protocol.ts';
import { pieceOf, READY, reportOf, use } from '../sample.ts';
import { PageHost } from './pageHost.ts';

const ESC = '\u001b';
const RTL = '\u202e';

/** What anybody can put into a title, a path, a branch or the name of a model. */
const TEXTS: Readonly<Record<string, string>> = {
  script: '<script>globalThis.ran = true</script>',
  image: '"><img src=x onerror="globalThis.ran = true">',
  template: "$\u007bglobalThis.ran = true}{{ran}}'`",
  entity: '&lt;b&gt; &amp; &#x41;',
  terminal: `${ESC}[31mred${ESC}[0m ${ESC}]8;;https://a.example${ESC}\\link${ESC}]8;;${ESC}\\ \u0007`,
  turned: `safe${RTL}gpj.exe \u2066inner\u2069 \u200f`,
  lines: 'one\r\ntwo\u2028three\u0000four',
  marks: '**bold** {0} {1}',
  long: 'a'.repeat(10_000),
  stacked: `e${'\u0301'.repeat(500)}`,
};

function hostile(text: string): { state: PanelState; titles: Titles } {
  const repo = `/home/ada/${text}`;
  const given = { repo, branch: `refs/heads/${text}`, files: [`src/${text}`] };
  const pieces = [
    pieceOf('a', 2, use(1000, 1), { ...given, outcome: 'committed' }),
    pieceOf('b', 2, use(1000, 1), { ...given, outcome: 'shipped' }),
    pieceOf('c', 2, use(1000, 1), { ...given, outcome: 'unclear' }),
    pieceOf('d', 2, use(1000, 1), { outcome: 'explored' }),
  ];
  const report = reportOf(pieces);
  const state: PanelState = {
    ...READY,
    report: {
      ...report,
      sources: [
        { agent: 'aider', status: 'unreadable', files: 1, skipped: 0, reason: null, looked: [text] },
        ...report.sources,
      ],
      coverage: [
        { code: 'unpriced-model', text, model: text },
        { code: 'new-code', text },
        { code: 'last-heard', text, repo, at: '2025-11-23T13:35:00Z' },
      ],
      choices: { ...report.choices, repositories: [repo] },
      repos: [
        {
          root: repo,
          shippingRef: `refs/remotes/origin/${text}`,
          lastHeard: null,
          production: (['release tags', 'deploy branch'] as const).map(kind => {
            const branch = kind === 'deploy branch' ? text : null;
            return { kind, branch, newest: `refs/tags/${text}`, count: 2, said: null, word: null };
          }),
        },
      ],
    },
  };
  const sessions = pieces.map(({ sessions: [session] }) => ({ ...session!, title: text }));
  return { state, titles: { sessions, commits: [] } };
}

describe('panel: text that others wrote', function () {
  this.timeout(120_000);
  let host: PageHost;
  before(async () => {
    host = await PageHost.start();
  });
  after(() => host.stop());

  for (const [name, text] of Object.entries(TEXTS)) {
    it(`is only text, and stays in its place: ${name}`, async () => {
      const { state, titles } = hostile(text);
      const { page, post, complaints } = await host.show(state, 'dark', 320);
      await post({ type: 'titles', titles });
      const closed = page.locator('button[aria-expanded="false"]');
      while ((await closed.count()) > 0) await closed.first().click();
      const found = await page.evaluate(() => {
        interface Element {
          readonly localName: string;
          readonly shadowRoot: Root | null;
        }
        interface Root {
          readonly textContent: string | null;
          querySelectorAll(of: string): Iterable<Element>;
        }
        const view = globalThis as unknown as {
          ran?: boolean;
          document: Root & { documentElement: { scrollWidth: number } };
        };
        const names = new Set<string>();
        let all = '';
        const visit = (root: Root): void => {
          all += root.textContent ?? '';
          for (const element of root.querySelectorAll('*')) {
            names.add(element.localName);
            if (element.shadowRoot) visit(element.shadowRoot);
          }
        };
        visit(view.document);
        const { scrollWidth } = view.document.documentElement;
        return { ran: view.ran ?? false, names: [...names], all, scrollWidth };
      });
      assert.equal(found.ran, false);
      assert.equal(found.scrollWidth, 320);
      assert.deepEqual(
        found.names.filter(each => ['img', 'iframe', 'a', 'object', 'embed'].includes(each)),
        [],
      );
      assert.doesNotMatch(
        found.all,
        /(?![\n\t])[\p{Control}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
      );
      assert.ok(found.all.includes(/[A-Za-z]{3,4}/.exec(text)?.[0] ?? text.slice(0, 1)), 'it is shown');
      assert.deepEqual(complaints, []);
      const heights = await page
        .locator('.row')
        .evaluateAll(rows => rows.map(row => (row as unknown as { offsetHeight: number }).offsetHeight));
      for (const height of heights) assert.ok(height < 1500, String(heights));
    });
  }
});
