import assert from 'node:assert/strict';
import { Disposable } from '../../src/host/disposable.ts';

class Owner extends Disposable {
  own(name: string, ended: string[]): void {
    this._register({ dispose: () => ended.push(name) });
  }
}

describe('host/disposable', () => {
  it('ends what it owns once, latest first', () => {
    const ended: string[] = [];
    const owner = new Owner();
    owner.own('a', ended);
    owner.own('b', ended);
    assert.equal(owner.disposed, false);
    owner.dispose();
    owner.dispose();
    assert.deepEqual(ended, ['b', 'a']);
    assert.equal(owner.disposed, true);
  });

  it('ends at once what comes too late', () => {
    const ended: string[] = [];
    const owner = new Owner();
    owner.dispose();
    owner.own('late', ended);
    assert.deepEqual(ended, ['late']);
  });
});
