import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { ProcessesBody } from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();

const PROGRAM = `
        .globl  main
main:   la      a0, name                # 3: to append
        li      a1, 0x441
        li      a7, SYS_open
        ecall
        la      a0, name                # 4: to read
        li      a1, 0
        li      a7, SYS_open
        ecall
        la      a0, ends                # 5 and 6: a pipe
        li      a7, SYS_pipe
        ecall
        li      a0, 3
        la      a1, name
        li      a2, 4
        li      a7, SYS_write
        ecall
        li      a7, SYS_fork
        ecall
        bnez    a0, parent
        li      a0, 6                   # the child only reads
        li      a7, SYS_close
        ecall
        li      a0, 5
        la      a1, ends
        li      a2, 1
        li      a7, SYS_read
        ecall
parent: li      a7, SYS_getpid
        ecall
1:      j       1b

        .data
name:   .asciz  "notes"
        .balign 4
ends:   .word   0, 0
`;

test('open files have names, offsets and modes; the ends of a pipe say whose the other is', async () => {
  const file = place.path('opens.s');
  writeFileSync(file, PROGRAM);
  const client = await place.start();
  await client.begin({ launch: { program: file } });
  await client.stopped();
  await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'sys_getpid' }] });
  await client.go('continue');
  const { processes } = await client.request<ProcessesBody>('trapframe/processes');
  const [parent, child] = processes.map(({ openFiles }) =>
    openFiles.filter(({ descriptor }) => descriptor > 2),
  );
  assert.deepEqual(parent, [
    { descriptor: 3, name: 'notes', offset: 4, mode: 'append' },
    { descriptor: 4, name: 'notes', offset: 0, mode: 'read' },
    {
      descriptor: 5,
      name: 'pipe (read end)',
      offset: 0,
      mode: 'read',
      otherEnd: [{ pid: 1, descriptor: 6 }, ...(child.length === 4 ? [{ pid: 2, descriptor: 6 }] : [])],
    },
    {
      descriptor: 6,
      name: 'pipe (write end)',
      offset: 0,
      mode: 'write',
      otherEnd: [
        { pid: 1, descriptor: 5 },
        { pid: 2, descriptor: 5 },
      ],
    },
  ]);
});
