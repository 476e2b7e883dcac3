import assert from 'node:assert/strict';
import { pageOf } from '../../src/panel/view/page.ts';
import { READY } from './sample.ts';
import { VOICE } from './voice.ts';

describe('panel/view/stages', () => {
  const report = READY.report!;
  const namesOf = (inProduction: { pieces: number } | null) => {
    const figures = { ...report.figures, inProduction };
    return pageOf({ ...READY, report: { ...report, figures } }, VOICE).stages.map(({ key }) => key);
  };

  it('are six where it is known what is in production, though nothing came there', () => {
    assert.deepEqual(namesOf({ pieces: 0 }), [
      'edited',
      'committed',
      'pushed',
      'shipped',
      'in production',
      'still there',
    ]);
  });

  it('leave out production where no repository tells of it: unknown is not none', () => {
    assert.deepEqual(namesOf(null), ['edited', 'committed', 'pushed', 'shipped', 'still there']);
  });

  it('stay below the whole, with what can still get there', () => {
    for (const { reached, possible } of pageOf(READY, VOICE).stages) assert.ok(reached + possible <= 100);
  });
});
