import assert from 'node:assert/strict';
import { isBulk } from '../../src/lines/bulk.ts';
import { createPacker } from '../../src/lines/packer.ts';
import { LineFlag } from '../../src/model/editedLines.ts';

describe('lines/bulk', () => {
  const minified = Array.from(
    { length: 60 },
    (_, i) => `var a${i}=function(){return ${'x+'.repeat(60)}${i}};`,
  );
  const entries = Array.from({ length: 201 }, (_, i) => `  "key-${i}": "value of ${i}",`);

  it('knows minified text, data and what is larger than anybody writes', () => {
    assert.equal(isBulk('web/app.js', minified), true);
    assert.equal(isBulk('web/app.css', minified), true);
    assert.equal(isBulk('web/app.ts', minified), false);
    assert.equal(isBulk('web/app.js', minified.slice(0, 20)), false, 'a few long lines are an edit');
    assert.equal(isBulk('web/app.js', entries), false);
    assert.equal(isBulk('data.json', entries), true);
    assert.equal(isBulk('data.json', entries.slice(1)), false);
    assert.equal(
      isBulk(
        'a.ts',
        Array.from({ length: 1100 }, () => 'x'.repeat(1000)),
      ),
      true,
    );
    assert.equal(isBulk('a.ts', []), false);
  });

  it('takes the weight from such lines and leaves their fingerprints', async () => {
    const packer = await createPacker(new Uint8Array(32).fill(1));
    const bulk = packer.lines('app.js', minified);
    const plain = packer.lines('app.ts', minified);
    assert.ok(bulk.flags.every(flags => (flags & LineFlag.overlong) !== 0));
    assert.ok(plain.flags.every(flags => (flags & LineFlag.overlong) === 0));
    assert.deepEqual(bulk.fingerprints, plain.fingerprints);
  });
});
