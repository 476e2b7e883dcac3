import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Author } from './code.ts';
import type { RepositoryName } from './plan.ts';
import { type Person, Repository } from './repository.ts';

const DEVELOPER: Person = { name: 'Mira Lind', email: 'mira@harbour.example' };
const COLLEAGUE: Person = { name: 'Jonas Berg', email: 'jonas@harbour.example' };

/** What each repository held before the first session. */
const FILES: Readonly<Record<RepositoryName, readonly string[]>> = {
  api: [
    'src/audit/log.ts',
    'src/auth/session.ts',
    'src/http/router.ts',
    'src/importer/importer.ts',
    'src/jobs/queue.ts',
    'src/jobs/reaper.ts',
    'test/jobs/queue.test.ts',
    'docs/architecture.md',
  ],
  uploader: [
    'uploader/checksum.py',
    'uploader/chunks.py',
    'uploader/client.py',
    'uploader/resume.py',
    'tests/test_chunks.py',
    'docs/uploads.md',
  ],
  gateway: [
    'auth/auth.go',
    'limit/limit.go',
    'limit/limit_test.go',
    'proxy/proxy.go',
    'router/router.go',
    'docs/limits.md',
  ],
};

/** One repository of the product: the developer's clone and a colleague's, with a bare remote between them. */
export class Harbour {
  readonly name: RepositoryName;
  readonly own: Repository;
  readonly others: Repository;
  readonly developer = DEVELOPER;

  private constructor(name: RepositoryName, own: Repository, others: Repository) {
    this.name = name;
    this.own = own;
    this.others = others;
  }

  get files(): readonly string[] {
    return FILES[this.name];
  }

  static make(folder: string, home: string, name: RepositoryName, author: Author, at: number): Harbour {
    const remote = join(folder, 'remotes', `${name}.git`);
    const own = join(home, 'harbour', name);
    const others = join(folder, 'colleague', name);
    for (const place of [remote, own, join(folder, 'colleague')]) mkdirSync(place, { recursive: true });
    new Repository(home, remote, DEVELOPER).git(at, 'init', '-q', '--bare', '--template=');
    const repository = new Repository(home, own, DEVELOPER);
    repository.git(at, 'init', '-q', '--template=');
    repository.git(at, 'remote', 'add', 'origin', remote);
    for (const file of FILES[name]) repository.write(file, author.file(file, 3));
    repository.write('README.md', `# Harbour ${name}\n\nTakes files in and hands them out again.\n`);
    repository.write('.gitignore', 'node_modules/\n__pycache__/\n.claude/worktrees/\n');
    repository.commit(at, `Begin the ${name}`);
    repository.git(at, 'push', '-q', '-u', 'origin', 'main');
    repository.git(at, 'remote', 'set-head', 'origin', 'main');
    const clone = new Repository(home, join(folder, 'colleague'), COLLEAGUE);
    clone.git(at, 'clone', '-q', '--template=', remote, name);
    return new Harbour(name, repository, new Repository(home, others, COLLEAGUE));
  }

  /** A colleague lands a branch on the remote and deletes it there, as a forge's button does. */
  land(at: number, branch: string, subject: string, request: number, squash: boolean): void {
    const clone = this.others;
    clone.pull(at);
    if (squash) {
      clone.git(at, 'merge', '-q', '--squash', `origin/${branch}`);
      clone.gitAs(this.developer, at, 'commit', '-q', '-m', `${subject} (#${request})`);
    } else {
      const message = `Merge pull request #${request} from harbour/${branch}\n\n${subject}`;
      clone.git(at, 'merge', '-q', '--no-ff', '-m', message, `origin/${branch}`);
    }
    clone.git(at, 'push', '-q', 'origin', 'main');
    clone.git(at, 'push', '-q', 'origin', '--delete', branch);
  }
}

/** A home with the developer's git settings. */
export function makeHome(home: string): void {
  mkdirSync(home, { recursive: true });
  const settings = [
    `[user]\n\tname = ${DEVELOPER.name}\n\temail = ${DEVELOPER.email}`,
    '[init]\n\tdefaultBranch = main',
    '[gc]\n\tauto = 0',
    '[maintenance]\n\tauto = false',
    '[advice]\n\tdetachedHead = false',
    '[commit]\n\tgpgSign = false',
  ];
  writeFileSync(join(home, '.gitconfig'), `${settings.join('\n')}\n`);
}
