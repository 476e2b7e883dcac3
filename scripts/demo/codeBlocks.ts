export type Language = 'typescript' | 'python' | 'go' | 'markdown';

/** The first lines of a file, by its name. */
export const HEADS: Readonly<Record<Language, (name: string) => string>> = {
  typescript: name => `/** ${name.replaceAll(/[-.]/g, ' ')}: part of Harbour. */`,
  python: name =>
    `"""${name.replaceAll('_', ' ')}: part of Harbour."""\n\nfrom __future__ import annotations`,
  go: name =>
    `// Package ${name.replace(/_test$/, '')} is part of Harbour.\npackage ${name.replace(/_test$/, '')}`,
  markdown: name => `# ${name[0]!.toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`,
};

const TYPESCRIPT = [
  `export function {fn}(items: readonly {noun}[], limit = {n}): {noun}[] {
  const known = items.filter(item => item.{one} !== null && item.{two} <= limit);
  if (known.length === 0) return [];
  const newest{Fn} = Math.max(...known.map(item => item.{two}));
  return known.filter(item => newest{Fn} - item.{two} < {m});
}`,
  `export async function {fn}(store: Store, id: string): Promise<{noun} | null> {
  const found{Fn} = await store.get('{one}', id);
  if (found{Fn} === undefined) return null;
  const { {one}, {two} } = found{Fn};
  if ({two} > {m}) throw new RangeError('{two} of {fn} is more than {m}');
  return { id, {one}, {two}: Math.min({two}, {n}) };
}`,
  `export class {Fn} {
  readonly #{one} = new Map<string, number>();
  {two} = {n};

  add(key: string, {one}: number): void {
    const before{Fn} = this.#{one}.get(key) ?? {m};
    this.#{one}.set(key, Math.max(before{Fn}, {one} + {n}));
  }

  take(key: string): number | null {
    const {one} = this.#{one}.get(key);
    return {one} === undefined ? null : {one} * this.{two};
  }
}`,
];

const TYPESCRIPT_TESTS = [
  `describe('{fn}', () => {
  it('keeps the {noun} whose {one} is below {n}', () => {
    const {one} = [{ {one}: {n}, {two}: {m} }, { {one}: {m}, {two}: {n} }];
    assert.deepEqual({fn}({one}), [{one}[0]]);
  });

  it('refuses a {noun} without {two}', () => {
    assert.throws(() => {fn}([{ {one}: {m} }]), /{two} .* {m}/);
  });
});`,
];

const PYTHON = [
  `def {snake}(items: list[{noun}], limit: int = {n}) -> list[{noun}]:
    known = [item for item in items if item.{one_snake} is not None]
    newest_{snake} = max((item.{two_snake} for item in known), default={m})
    return [item for item in known if newest_{snake} - item.{two_snake} < limit]`,
  `@dataclass(frozen=True)
class {Fn}:
    {one_snake}: int = {n}
    {two_snake}: int = {m}

    def next_{snake}(self, tries: int) -> float:
        spread_{snake} = self.{one_snake} * 2 ** min(tries, {n})
        return min(spread_{snake}, self.{two_snake}) * random.uniform(0.5, 1.5)`,
  `async def {snake}(session: Session, key: str) -> {noun} | None:
    reply_{snake} = await session.get(f"/{one_snake}/{key}", timeout={n})
    if reply_{snake}.status == {m}:
        return None
    payload_{snake} = await reply_{snake}.json()
    return {noun}(payload_{snake}["{one_snake}"], payload_{snake}["{two_snake}"])`,
];

const PYTHON_TESTS = [
  `def test_{snake}_stops_at_{n}():
    items_{snake} = [{noun}({one_snake}=i, {two_snake}={m} - i) for i in range({n})]
    assert len({snake}(items_{snake})) == {n}
    assert {snake}(items_{snake})[0].{two_snake} == {m}`,
];

const GO = [
  `// {Fn} gives the {one} of the newest {noun}, at most {n}.
func {Fn}(items []{noun}) (int, error) {
	newest{Fn} := {n}
	for _, item := range items {
		if item.{one} > newest{Fn} && item.{two} < {m} {
			newest{Fn} = item.{one}
		}
	}
	if newest{Fn} > {m} {
		return 0, fmt.Errorf("{fn}: {one} %d is more than {m}", newest{Fn})
	}
	return newest{Fn}, nil
}`,
  `// {Fn}Limiter lets {n} requests of one {two} through.
type {Fn}Limiter struct {
	{one} map[string]int
	{two} time.Duration
}

func (l *{Fn}Limiter) Allow(key string) bool {
	used{Fn} := l.{one}[key] + 1
	l.{one}[key] = used{Fn}
	return used{Fn} <= {n} || l.{two} > {m}*time.Millisecond
}`,
];

const GO_TESTS = [
  `func Test{Fn}(t *testing.T) {
	got{Fn}, err := {Fn}([]{noun}{{ {one}: {n}, {two}: {m} }})
	if err != nil || got{Fn} != {n} {
		t.Fatalf("{fn}: got %d, %v, want {n}", got{Fn}, err)
	}
}`,
];

type Blocks = { readonly source: readonly string[]; readonly test: readonly string[] };

export const BLOCKS: Readonly<Record<Exclude<Language, 'markdown'>, Blocks>> = {
  typescript: { source: TYPESCRIPT, test: TYPESCRIPT_TESTS },
  python: { source: PYTHON, test: PYTHON_TESTS },
  go: { source: GO, test: GO_TESTS },
};
