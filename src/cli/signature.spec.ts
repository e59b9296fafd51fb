import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from './surroundings.fixture';

/** As conformance suites are made: results between two symbols, and the end by tohost. */
const TEST = (words: string, status: number) => `
        .globl  _start, tohost, begin_signature, end_signature
_start: la      t0, begin_signature
        li      t1, 0x1122334455667788
        sd      t1, 0(t0)
        li      t1, 0x48
        li      t2, 0x0101000000000000
        add     t1, t1, t2
        la      t0, tohost
        sd      t1, 0(t0)
        li      t1, ${status * 2 + 1}
1:      sw      t1, 0(t0)
        sw      zero, 4(t0)
        j       1b
        .data
        .balign 64
tohost: .dword  0
        .balign 16
begin_signature:
${words}
end_signature:
`;

const { path, trapframe } = commandLine({
  'passes.s': TEST('.word 0, 0, 0xdeadbeef, 1', 0),
  'fails.s': TEST('.word 0, 0', 7),
  'bytes.s': TEST('.dword 0\n.byte 1', 0),
  'none.s': '.globl _start\n_start: j _start\n',
});

test('tohost gives the status and prints; the signature is eight digits a word', async () => {
  const { status, out, err, written } = await trapframe(
    'run',
    '--kernel',
    'none',
    '--memory',
    '1M',
    '--signature',
    '@out.sig',
    '@passes.s',
  );
  assert.equal(err, '');
  assert.equal(status, 0);
  assert.equal(out, 'H');
  assert.deepEqual(written, { [path('out.sig')]: '55667788\n11223344\ndeadbeef\n00000001\n' });
});

test('a test that failed writes its signature as well', async () => {
  const { status, written } = await trapframe(
    'run',
    '--kernel',
    'none',
    '--signature',
    '@out.sig',
    '@fails.s',
  );
  assert.equal(status, 7);
  assert.deepEqual(Object.values(written), ['55667788\n11223344\n']);
});

test('what cannot be written is told before the machine starts', async () => {
  for (const [words, message] of [
    [
      ['@passes.s'],
      /^trapframe: --signature is for programs of the bare machine; give --kernel none as well$/,
    ],
    [['--kernel', 'none', '@none.s'], /^trapframe: --signature: .*none\.s has no symbol begin_signature$/],
    [['--kernel', 'none', '@bytes.s'], /it is 9 bytes; whole words of 4 are allowed$/],
  ] as const) {
    const { status, err, written } = await trapframe('run', '--signature', '@out.sig', ...words);
    assert.equal(status, 2, err);
    assert.match(err, message);
    assert.deepEqual(written, {});
  }
});
