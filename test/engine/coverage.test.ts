import assert from 'node:assert/strict';
import { coverageOf, UNTOLD_MODEL } from '../../src/engine/coverage.ts';

describe('engine/coverage', () => {
  it('tells a model without a price by its name, and calls without a model as such', () => {
    const notes = coverageOf({
      sources: [],
      repositories: [],
      problems: [],
      refused: new Map(),
      damaged: [],
      unpricedModels: ['gpt-99', UNTOLD_MODEL],
      pricesFrom: '2026-09-23',
      unclearSessions: 0,
    });
    assert.deepEqual(
      notes.map(({ code, model }) => [code, model]),
      [
        ['unpriced-model', 'gpt-99'],
        ['untold-model', undefined],
        ['prices', undefined],
      ],
    );
    assert.ok(!notes[1]!.text.includes(UNTOLD_MODEL));
  });
});
