import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writtenBy } from '../../../src/agents/shell/shellWrites.ts';

describe('agents/shellWrites', () => {
  const files = (command: string, folder: string | null = '/w/shop') =>
    writtenBy(command, folder).files.map(({ path, text, appends }) => [path, text, appends]);

  it('reads what cat and tee write from a text of the command’s own', () => {
    assert.deepEqual(files("cat > src/a.ts <<'EOF'\nconst a = 1;\n\nconst b = '$x';\nEOF"), [
      ['/w/shop/src/a.ts', "const a = 1;\n\nconst b = '$x';\n", false],
    ]);
    assert.deepEqual(files('cat <<EOF >> notes.md\nmore\nEOF\n'), [['/w/shop/notes.md', 'more\n', true]]);
    assert.deepEqual(files('tee -a x y <<"END"\n1\nEND'), [
      ['/w/shop/x', '1\n', true],
      ['/w/shop/y', '1\n', true],
    ]);
    assert.deepEqual(files('cat > t <<-EOF\n\tone\n\tEOF'), [['/w/shop/t', 'one\n', false]]);
  });

  it('follows the folder, and many commands on a line', () => {
    assert.deepEqual(
      files("mkdir -p a && cd a && cat > b.py <<'X' && python b.py\nprint(1)\nX\ncat >../c <<'Y'\n2\nY"),
      [
        ['/w/shop/a/b.py', 'print(1)\n', false],
        ['/w/shop/c', '2\n', false],
      ],
    );
    assert.deepEqual(files("cat > b <<'X'\n1\nX", null), []);
    assert.deepEqual(files('cd "$D" && cat > b <<\'X\'\n1\nX'), []);
    assert.deepEqual(files("cat > /abs/b <<'X'\n1\nX", null), [['/abs/b', '1\n', false]]);
  });

  it('leaves what only the shell could tell', () => {
    for (const command of [
      'cat > a <<EOF\n$HOME\nEOF',
      'cat > a <<EOF\nback\\slash\nEOF',
      "cat > $NAME <<'EOF'\n1\nEOF",
      "cat > ~/a <<'EOF'\n1\nEOF",
      "sed s/a/b/ > a <<'EOF'\n1\nEOF",
      "cat head.txt - > a <<'EOF'\n1\nEOF",
      "cat > /dev/null <<'EOF'\n1\nEOF",
      "cat > a <<'EOF'\nnever ends",
      'echo 1 > a',
    ]) {
      assert.deepEqual(files(command), [], command);
    }
  });

  it('says whether anything else in the command may have changed files', () => {
    assert.equal(writtenBy("cat > a <<'X'\n1\nX\nnpm test", '/w').only, true);
    assert.equal(writtenBy("cat > a <<'X'\n1\nX\nnpm install left-pad", '/w').only, false);
    assert.equal(writtenBy("sed -i s/a/b/ c && cat > a <<'X'\n1\nX", '/w').only, false);
    assert.equal(writtenBy("python <<'X'\nopen('a','w')\nX", '/w').only, false);
  });

  it('gives back any text, whatever stands in it', () => {
    const line = fc.string({ unit: 'grapheme' }).filter(text => !/[\n\r\0]/.test(text) && text !== 'EOF');
    fc.assert(
      fc.property(fc.array(line), lines => {
        const text = lines.map(each => `${each}\n`).join('');
        assert.deepEqual(files(`cat > a.txt <<'EOF'\n${text}EOF`), [['/w/shop/a.txt', text, false]]);
      }),
    );
  });
});
