import assert from 'node:assert/strict';
import { type AskedLine, type FileWork, lineAuthor, near, tells } from '../../src/insight/lineAuthor.ts';
import type { FileEdit } from '../../src/insight/net.ts';
import { edit, lettered, net, packed } from './small.ts';

/** So many different letters, none of which another part has. */
const letters = (part: number, count: number) =>
  String.fromCharCode(...Array.from({ length: count }, (_, n) => 1000 + part * 200 + n));

describe('insight/lineAuthor', () => {
  const asked = (texts: readonly string[], index: number): AskedLine => {
    const { lines, grams } = lettered(texts);
    return { around: packed(lines), grams, index };
  };
  const wrote = (
    at: number,
    texts: readonly string[],
    more: Partial<FileEdit> = {},
    removed: readonly string[] = [],
  ) => {
    const { lines, grams } = lettered(texts);
    return edit(at, lines, lettered(removed).lines, { grams, ...more });
  };
  const work = (session: number, ...edits: FileEdit[]): FileWork => ({ session, edits, net: net(...edits) });
  const told = (line: AskedLine, ...works: FileWork[]) => {
    const found = lineAuthor(line, works);
    return found && `${found.session} at ${found.at}: ${found.evidence}, ${found.confidence}`;
  };

  describe('names who wrote the very line', () => {
    const long = letters(1, 6);
    const short = letters(2, 5);
    const plain = asked([long], 0);

    it('the last of one session, and of all', () => {
      assert.equal(told(plain, work(1, wrote(1, [long]), wrote(2, [long]))), '1 at 2: exact, solid');
      const [one, two] = [work(1, wrote(5, [long])), work(2, wrote(3, [long]))];
      assert.equal(told(plain, one, two), '1 at 5: exact, solid');
      assert.equal(told(plain, two, one), '1 at 5: exact, solid');
      assert.equal(told(plain), null);
    });

    it('before those that may have found it there', () => {
      const unseen = work(2, wrote(9, [long], { baseline: 'unknown' }));
      assert.equal(told(plain, unseen), '2 at 9: may have stood, fair');
      assert.equal(told(plain, unseen, work(1, wrote(1, [long]))), '1 at 1: exact, solid');
      assert.equal(told(plain, work(1, wrote(1, [long])), unseen), '1 at 1: exact, solid');
    });

    it('with less confidence where another took it out since', () => {
      const took = (session: number, at: number) => work(session, wrote(at, [], {}, [long]));
      const one = work(1, wrote(5, [long]));
      assert.equal(told(plain, one, took(2, 6)), '1 at 5: exact, fair');
      assert.equal(told(plain, one, took(2, 5)), '1 at 5: exact, solid');
      assert.equal(told(plain, one, took(1, 6)), '1 at 5: exact, solid');
      assert.equal(told(plain, one, work(2, wrote(6, [], {}, [short]))), '1 at 5: exact, solid');
    });

    it('of a short one by what is near', () => {
      const around = [3, 4, 5, 6].map(part => letters(part, 7));
      const between = asked([...around, short, ...[7, 8, 9, 10].map(part => letters(part, 7))], 4);
      const with_ = (session: number, at: number, ...beside: string[]) =>
        work(session, wrote(at, [...beside, short]));
      const alone = with_(2, 9);
      assert.equal(told(between, alone), '2 at 9: exact, fair');
      // Three before and three after it are near; the fourth is not.
      for (const part of [4, 5, 6, 7, 8, 9])
        assert.equal(told(between, with_(1, 1, letters(part, 7)), alone), '1 at 1: exact, solid', `${part}`);
      for (const part of [3, 10])
        assert.equal(told(between, with_(1, 1, letters(part, 7)), alone), '2 at 9: exact, fair');
      const two = with_(3, 2, letters(5, 7), letters(6, 7));
      assert.equal(told(between, with_(1, 8, letters(4, 7)), two), '3 at 2: exact, solid');
      assert.equal(told(between, two, with_(1, 8, letters(4, 7))), '3 at 2: exact, solid');
      // What is around a long one does not matter.
      const longer = asked([letters(3, 7), long], 1);
      assert.equal(
        told(longer, work(1, wrote(1, [letters(3, 7), long])), work(2, wrote(2, [long]))),
        '2 at 2: exact, solid',
      );
    });
  });

  it('counts telling lines near by, within the text', () => {
    const line = asked([letters(1, 7), `#${letters(2, 3)}`, letters(3, 7), letters(4, 7)], 2);
    const { fingerprints } = line.around;
    assert.equal(near(line, fingerprints), 2);
    assert.equal(near(line, [fingerprints[1]!, fingerprints[2]!]), 0, 'neither itself nor a brace');
    assert.equal(near(asked([letters(1, 7), letters(2, 7)], 0), line.around.fingerprints), 0);
    assert.deepEqual(
      [0, 1, 2].map(index => tells(line, index)),
      [true, false, true],
    );
  });

  describe('names who wrote its tokens', () => {
    const line = letters(1, 14);

    it('six tenths of the runs that touch it, set anew', () => {
      assert.equal(told(asked([line], 0), work(1, wrote(1, [line.slice(0, 10)]))), '1 at 1: set anew, fair');
      assert.equal(told(asked([line], 0), work(1, wrote(1, [line.slice(0, 9)]))), null);
      // Eleven of twenty.
      const longer = letters(1, 24);
      assert.equal(told(asked([longer], 0), work(1, wrote(1, [longer.slice(0, 15)]))), null);
    });

    it('those that only begin before it or end after it too', () => {
      const [above, below] = [letters(2, 20), letters(3, 20)];
      const short = letters(1, 6);
      // Ten runs touch it, of which two lie in it.
      const text = [above, short, below];
      assert.equal(told(asked(text, 1), work(1, wrote(1, [`${short}x`]))), null);
      const most = above.slice(-4) + short + below.slice(0, 0);
      assert.equal(told(asked(text, 1), work(1, wrote(1, [most]))), '1 at 1: set anew, fair');
    });

    it('a text that stands there twice too', () => {
      assert.equal(
        told(asked([line, 'xyzuv', line], 0), work(1, wrote(1, [`${line}vvv`]))),
        '1 at 1: set anew, fair',
      );
    });

    describe('a part, among its other lines', () => {
      const [above, below, part] = [letters(2, 20), letters(3, 20), letters(1, 96)];
      // A hundred runs touch the line between.
      const kept = (count: number, ...others: string[]) =>
        wrote(1, [above + part.slice(0, count), 'vwxyz', ...others]);
      const between = asked([above, part, below], 1);
      it('of 35 hundredths', () => {
        assert.equal(told(between, work(1, kept(35, below))), '1 at 1: edited since, thin');
        assert.equal(told(between, work(1, kept(34, below))), null);
      });
      it('where half of them are its', () => {
        assert.equal(told(between, work(1, kept(35))), '1 at 1: edited since, thin');
        const [first, last] = [letters(4, 20), letters(5, 20)];
        const five = asked([first, above, part, below, last], 2);
        assert.equal(told(five, work(1, kept(35))), null, 'one of four');
        assert.equal(told(five, work(1, kept(35, below))), '1 at 1: edited since, thin');
      });
      it('and not alone', () => {
        assert.equal(told(asked([part], 0), work(1, wrote(1, [part.slice(0, 50)]))), null);
      });
      it('and not beside lines that it only brought there', () => {
        const brought = work(1, wrote(1, [above, part.slice(0, 40), 'vwxyz', below]));
        assert.equal(told(between, brought), '1 at 1: edited since, thin');
        assert.equal(told(between, { ...brought, net: { added: [], removed: [], passed: [] } }), null);
      });
    });

    it('a brace, with lines before and after it', () => {
      const [above, below] = [letters(2, 20), letters(3, 20)];
      const brace = asked([above, '#}', below], 1);
      const around = (from: number, to: number) =>
        told(brace, work(1, wrote(1, [`${above.slice(-from)}}${below.slice(0, to)}`])));
      assert.equal(around(20, 20), '1 at 1: around, fair');
      // Twelve of the twenty runs of the line after it; of the one before it those that begin in it.
      assert.equal(around(20, 12), '1 at 1: around, fair');
      assert.equal(around(20, 11), null);
      assert.equal(around(12, 20), '1 at 1: around, fair');
      assert.equal(around(11, 20), null);
      // All but the runs of the brace itself.
      assert.equal(told(brace, work(1, wrote(1, [above, 'v', below]))), null);
    });

    it('the surest, then who wrote no whole file, then the last', () => {
      const anew = (session: number, at: number, more: Partial<FileEdit> = {}) =>
        work(session, wrote(at, [line.slice(0, 12)], more));
      const one = asked([line], 0);
      assert.equal(told(one, anew(1, 1), anew(2, 2)), '2 at 2: set anew, fair');
      assert.equal(told(one, anew(2, 2), anew(1, 1)), '2 at 2: set anew, fair');
      for (const baseline of ['unknown', 'commit'] as const) {
        assert.equal(told(one, anew(1, 1), anew(2, 2, { baseline })), '1 at 1: set anew, fair');
        assert.equal(told(one, anew(2, 2, { baseline }), anew(1, 1)), '1 at 1: set anew, fair');
      }
      assert.equal(told(one, anew(1, 1), anew(2, 2, { baseline: 'created' })), '2 at 2: set anew, fair');
      const [above, part, below] = [letters(2, 20), letters(1, 96), letters(3, 20)];
      const between = asked([above, part, below], 1);
      const edited = work(2, wrote(9, [above + part.slice(0, 40), 'vwxyz', below]));
      const sure = work(1, wrote(1, [part.slice(0, 90)]));
      assert.equal(told(between, edited, sure), '1 at 1: set anew, fair');
      assert.equal(told(between, sure, edited), '1 at 1: set anew, fair');
    });

    it('not where a text does not tell its tokens', () => {
      const one = asked([line], 0);
      assert.equal(told(one, work(1, wrote(1, [line.slice(0, 12)], { grams: null }))), null);
      assert.equal(told({ ...one, grams: Uint32Array.of(1) }, work(1, wrote(1, [line.slice(0, 12)]))), null);
    });

    it('not who put the very line there and does not own it', () => {
      const brought = { ...work(1, wrote(1, [line])), net: { added: [], removed: [], passed: [] } };
      assert.equal(told(asked([line], 0), brought), null);
    });
  });
});
