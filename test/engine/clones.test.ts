import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Families } from '../../src/engine/families.ts';
import { figureFacts } from '../../src/engine/figureFacts.ts';
import { KeptFigureSessions } from '../../src/engine/figureSessions.ts';
import type { RepositoryFinding } from '../../src/engine/findingTypes.ts';
import { KeptFacts } from '../../src/engine/keptFacts.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';
import type { TestRepository } from '../support/repository.ts';
import { Desk, feature } from './desk.ts';

/** By number of a clone: that of the repository that it is. */
function cloneOf(repositories: readonly RepositoryFinding[]): ReadonlyMap<number, number> {
  return figureFacts({
    families: new Families([]),
    findings: new Map(),
    inWindow: new Map(),
    ever: new Map(),
    prices: new PriceBook(),
    kept: new KeptFigureSessions(),
    pieces: [],
    repositories,
    now: 0,
    since: null,
    until: null,
  }).cloneOf;
}

describe('engine: clones of one repository', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.remove());

  const ship = (repository: TestRepository, name: string) => {
    desk.session(repository.root).prompt().write(`src/${name}.ts`, feature(name));
    repository.commit(name);
    repository.run('push', '-q');
  };

  /** Names of folders, each clone with what it is one of. */
  const clones = () => {
    const database = new DatabaseSync(desk.ledgerFile, { readOnly: true });
    try {
      const facts = new KeptFacts(database, new PriceBook());
      facts.refresh();
      const name = (id: number) => basename(facts.repositories.get(id)?.root ?? '');
      return [...cloneOf([...facts.repositories.values()])].map(([clone, of]) => [name(clone), name(of)]);
    } finally {
      database.close();
    }
  };

  it('are one in figures: cloned beside, cloned anew where the first is gone, and moved', async () => {
    const { workshop } = desk;
    const shop = workshop.published('shop');
    ship(shop, 'one');
    ship(workshop.published('other'), 'two');
    await desk.collect();
    assert.deepEqual(clones(), []);
    const cloned = (name: string) => {
      shop.workshop.at(workshop.root).run('clone', '-q', workshop.path('shop-remote.git'), name);
      return workshop.at(workshop.path(name));
    };
    ship(cloned('beside'), 'three');
    await desk.collect();
    assert.deepEqual(clones(), [['beside', 'shop']]);
    rmSync(shop.root, { recursive: true });
    ship(cloned('anew'), 'four');
    await desk.collect();
    assert.deepEqual(clones().sort(), [
      ['anew', 'shop'],
      ['beside', 'shop'],
    ]);
    renameSync(join(workshop.root, 'anew'), join(workshop.root, 'moved'));
    ship(workshop.at(workshop.path('moved')), 'five');
    await desk.collect();
    assert.deepEqual(clones().sort().at(-1), ['moved', 'shop']);
  });

  it('are known where the first is gone, and was found by a version that kept no identity', async () => {
    const { workshop } = desk;
    const shop = workshop.published('shop');
    ship(shop, 'one');
    await desk.collect();
    const database = new DatabaseSync(desk.ledgerFile);
    database.exec(
      "UPDATE finding SET value = json_remove(value, '$.remoteIdentity') WHERE kind = 'repository'",
    );
    database.close();
    rmSync(shop.root, { recursive: true });
    workshop.at(workshop.root).run('clone', '-q', workshop.path('shop-remote.git'), 'anew');
    ship(workshop.at(workshop.path('anew')), 'two');
    await desk.collect();
    assert.deepEqual(clones(), [['anew', 'shop']]);
  });

  it('are known by their remote under whatever address, and what has none is nobody’s clone', async () => {
    const { workshop } = desk;
    const shop = workshop.published('shop');
    ship(shop, 'one');
    await desk.collect();
    const remote = workshop.path('shop-remote.git');
    for (const [name, address] of [
      ['relative', '../shop-remote.git'],
      ['asFile', `file://${remote}`],
    ] as const) {
      workshop.at(workshop.root).run('clone', '-q', remote, name);
      const clone = workshop.at(workshop.path(name));
      clone.run('remote', 'set-url', 'origin', address);
      ship(clone, name);
    }
    for (const name of ['lonely', 'alone']) {
      const without = workshop.init(name);
      desk.session(without.root).prompt().write(`src/${name}.ts`, feature(name));
      without.commit(name);
    }
    await desk.collect();
    assert.deepEqual(clones().sort(), [
      ['asFile', 'shop'],
      ['relative', 'shop'],
    ]);
  });
});
