import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { runOnQemu } from '../qemu/qemu';
import { boards } from './boards';
import { testedKernel } from './images';
import { initrdOf } from './programs';

for (const { name, skip, run } of boards) {
  describe(`files, on ${name}`, { skip }, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-files-'));
    after(() => rmSync(folder, { recursive: true }));
    const boot = (commands: readonly string[], bootargs = '') => run(initrdOf(commands, folder), bootargs);

    test('descriptors do what they say', async () => {
      assert.deepEqual(await boot(['files']), { console: '/etall right\n', status: 0 });
    });

    test('a pipe carries every byte, whoever is faster', async () => {
      for (const slice of [500, 20_000]) {
        assert.deepEqual(await boot(['pipes'], `timeslice=${slice}`), {
          console: 'all right\n',
          status: 0,
        });
      }
    });
  });
}

describe('console input, on QEMU', { skip: boards[1].skip }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-input-'));
  after(() => rmSync(folder, { recursive: true }));
  const type = async (input: string, bootargs = 'echo=0') => {
    const initrd = initrdOf(['typed'], folder);
    const files = { kernel: testedKernel(), initrd, bootargs, memory: 128 * 2 ** 20, input };
    return (await runOnQemu(files)).console.replaceAll('\r', '');
  };

  test('lines arrive one by one, until control-D', async () => {
    assert.equal(await type('one\rtwo\n\n\x04'), '[one\n]\n[two\n]\n[\n]\n');
    assert.equal(await type('not ended\x04\x04'), '[not ended]\n');
  });

  test('control-D in the middle of a line hands it over, and is no end', async () => {
    assert.equal(await type('ab\x04c\n\x04'), '[ab]\n[c\n]\n');
  });

  test('a line can be corrected until Enter', async () => {
    assert.equal(await type('\b\x7fwromg\b\bng\nold\x15new\n\x04'), '[wrong\n]\n[new\n]\n');
  });

  test('a line longer than the buffer comes in pieces, and nothing is lost', async () => {
    const long = 'abcdefgh'.repeat(200);
    const text = await type(`${long}\nend\n\x04`);
    assert.equal(text.replaceAll(/\[|\]\n/g, ''), `${long}\nend\n`);
  });

  test('what is typed is shown', async () => {
    assert.equal(await type('ab\bc\n\x04', ''), 'ab\b \bc\n[ac\n]\n');
  });
});
