/** Included files: fetched as they turn out to be wanted, and only from the root. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nodeFiles } from '../../host/node-files';
import { assemble, type Assembly } from './assemble';
import { withIncludes } from './load';

const folder = mkdtempSync(join(tmpdir(), 'trapframe-include-'));
after(() => rmSync(folder, { recursive: true }));
const root = join(folder, 'root');
mkdirSync(join(root, 'lib'), { recursive: true });
writeFileSync(join(folder, 'secret.s'), 'SECRET = 42\n');
writeFileSync(join(root, 'lib', 'a.s'), '.include "b.s"\n.include "../c.s"\n');
writeFileSync(join(root, 'lib', 'b.s'), 'B = 1\n');
writeFileSync(join(root, 'c.s'), 'C = 2\n');
symlinkSync(join(folder, 'secret.s'), join(root, 'link.s'));
symlinkSync(folder, join(root, 'out'));

const build = (text: string): Promise<Assembly> =>
  withIncludes(nodeFiles, root, (included) =>
    assemble([{ path: join(root, 'main.s'), text: `${text}\n.globl main\nmain: ret` }], { included }),
  );

test('files that include files', async () => {
  const { elf, diagnostics } = await build('.include "lib/a.s"\n.if B + C != 3\n.error "no"\n.endif');
  assert.deepEqual(diagnostics, []);
  assert.ok(elf);
});

for (const path of ['../secret.s', 'link.s', 'out/secret.s', join(folder, 'secret.s')]) {
  for (const directive of ['.include', '.incbin']) {
    test(`${directive} of a file outside of the root is one error: ${path.replace(folder, '')}`, async () => {
      const { elf, diagnostics } = await build(`${directive} "${path}"`);
      assert.equal(elf, undefined);
      assert.deepEqual(
        diagnostics.map(({ line, message }) => [
          line,
          / lies outside of .*only files in there can be included$/.test(message),
        ]),
        [[1, true]],
      );
    });
  }
}

test('a file that is not there, and one that includes itself', async () => {
  const missing = await build('.include "nowhere.s"');
  assert.match(missing.diagnostics[0].message, /nowhere\.s: there is no such file$/);
  writeFileSync(join(root, 'self.s'), '.include "self.s"\n');
  const endless = await build('.include "self.s"');
  assert.match(endless.diagnostics[0].message, /^this file includes itself, without end$/);
});
