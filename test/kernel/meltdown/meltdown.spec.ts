/**
 * Programs that read by the time that loads take: the kernel's secret, over its seeds, and what keeps it.
 * `TRAPFRAME_SECRETS=100` tries a hundred of them.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { bundled } from '../bundled';
import { root } from '../root';
import type * as attacks from './attack';

const SECRETS = Number(process.env['TRAPFRAME_SECRETS'] ?? (process.env['CI'] ? 8 : 2));
const programs = path.join(root, 'kernel', 'user', 'programs');

const module = bundled<typeof attacks>('kernel/meltdown/attack');
const attack = (
  program: string,
  given: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<attacks.Attack> => module.attack(program, args, given, path.join(root, 'dist'));

const meltdown = 'builtin:meltdown';
const inAssembly = path.join(programs, 'meltdown.s');
const cow = { bootArguments: 'fork=cow' };

describe('the kernel’s secret is read', () => {
  for (const cpus of ['1', '2']) {
    for (let seed = 0; seed < SECRETS; seed++) {
      test(`seed ${seed}, ${cpus} CPUs`, async () => {
        const { secret, read, code } = await attack(meltdown, { cpus, seed: `${seed}` });
        assert.match(secret, /^[\w-]{32}$/);
        assert.equal(read, secret);
        assert.equal(code, 0);
      });
    }

    test(`by children that are killed, ${cpus} CPUs`, async () => {
      const secret = 'Bytes of all kinds, ü two: ~!"#';
      const { read, console } = await attack(meltdown, { cpus, secret, ...cow });
      assert.equal(read, Buffer.from(secret).toString('latin1'));
      assert.equal(console.match(/\(meltdown\) killed: load page fault/g)?.length, 32);
    });
  }

  test('in assembly, both ways', async () => {
    const behindBranch = await attack(inAssembly, {});
    assert.equal(behindBranch.read, behindBranch.secret);
    const inChildren = await attack(inAssembly, cow, 'child');
    assert.equal(inChildren.read, inChildren.secret);
  });
});

describe('nothing is read', () => {
  const none = '????';
  const cases = [
    ['with isolation', { isolation: 'on' }, none],
    ['where nothing is executed ahead', { transient: '0' }, none],
    ['where what is refused is not forwarded', { transientForwarding: 'off' }, '....'],
    ['where all loads take as long', { costModel: 'none', transient: '0' }, none],
  ] as const;
  for (const [what, options, expected] of cases) {
    for (const [how, more] of [
      ['branch', {}],
      ['fork', cow],
    ] as const) {
      test(`${what}: ${how}`, async () => {
        const { read, secret } = await attack(meltdown, { ...options, ...more }, how, '4');
        assert.equal(read, expected);
        const guessed = [...read].filter((letter, index) => letter === secret[index]);
        assert.ok(guessed.length === 0, read);
      });
    }
  }

  test('by children, if the pages of a child are not ours', async () => {
    assert.equal((await attack(meltdown, {}, 'fork', '4')).read, none);
  });
});

test('a check of bounds is passed by, unless a fence waits for it', async () => {
  const sandbox = path.join(programs, 'sandbox.c');
  assert.equal((await attack(sandbox, {})).read, 'only for those who live here');
  assert.match((await attack(sandbox, {}, 'fenced')).read, /^\?+$/);
  assert.equal((await attack(sandbox, { isolation: 'on' })).read, 'only for those who live here');
});
