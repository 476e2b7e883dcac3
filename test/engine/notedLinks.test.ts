import assert from 'node:assert/strict';
import { Desk, feature } from './desk.ts';

describe('engine: notes of git-ai', () => {
  it('tie a session to the commit that they name, and are remembered', async () => {
    const desk = new Desk();
    try {
      const shop = desk.workshop.published('shop');
      desk.session(shop.root, 'noted').prompt().write('src/a.ts', feature('one'));
      // By hand and in other words, as after a session that only showed the way.
      const commit = shop.commit('Mine', { 'src/a.ts': null, 'src/b.ts': feature('two') });
      const facts = { sessions: { s_1: { agent_id: { tool: 'claude', id: 'noted' } } } };
      shop.run(
        'notes',
        '--ref=ai',
        'add',
        '-m',
        `src/b.ts\n  s_1::t_2 1-8\n---\n${JSON.stringify(facts)}`,
        commit,
      );
      shop.run('push', '-q');
      await desk.collect();
      const found = async () => {
        const { sessions, pieces, figures } = await desk.report();
        const [session] = sessions;
        // None of its lines is there: what anybody can write into a note counts for nothing.
        assert.deepEqual([pieces[0]?.countsAsShipped, figures.shipped.window], [false, 0]);
        return [session?.outcome, session?.evidence.find(({ kind }) => kind === 'link')?.commit];
      };
      assert.deepEqual(await found(), ['shipped', commit]);
      shop.run('update-ref', '-d', 'refs/notes/ai');
      await desk.collect();
      assert.deepEqual(await found(), ['shipped', commit]);
    } finally {
      desk.remove();
    }
  });
});
