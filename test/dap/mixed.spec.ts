import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { workplace } from './adapter';

const place = workplace();

const program = `#include <trapframe.h>
long sum(const long *numbers, long count);
long twice(long x) {
  return 2 * x;
}
long table[] = {1, 2, 3};
int main(void) {
  long total = sum(table, 3);
  printf("total %ld\\n", total);
  return (int)total;
}
`;
const assembly = `    .globl sum
sum:
    addi sp, sp, -32
    sd ra, 24(sp)
    sd s0, 16(sp)
    sd s1, 8(sp)
    mv s0, a0
    mv s1, a1
    sd zero, 0(sp)
1:  beqz s1, 2f
    ld a0, 0(s0)
    call twice
    ld a2, 0(sp)
    add a2, a2, a0
    sd a2, 0(sp)
    addi s0, s0, 8
    addi s1, s1, -1
    j 1b
2:  ld a0, 0(sp)
    ld ra, 24(sp)
    ld s0, 16(sp)
    ld s1, 8(sp)
    addi sp, sp, 32
    ret
`;
const main = place.path('main.c');
const fast = place.path('fast.s');
writeFileSync(main, program);
writeFileSync(fast, assembly);

test('a C file and an assembly file in one program: from C into assembly, from there into C, and back', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: main, sources: [fast], stopOnEntry: false },
    breakpoints: { [main]: [{ line: 8 }] },
  });
  await client.stopped();
  const inside = await client.go('stepIn');
  assert.equal(inside.where, 'fast.s:3');
  assert.deepEqual(inside.names.slice(0, 2), ['sum', 'main']);
  const lines = [];
  while (lines.at(-1) !== 'fast.s:12') lines.push((await client.go('next')).where);
  assert.deepEqual(
    lines,
    [4, 5, 6, 7, 8, 9, 10, 11, 12].map((line) => `fast.s:${line}`),
  );
  const called = await client.go('stepIn');
  assert.equal(called.where, 'main.c:4');
  assert.deepEqual(called.names.slice(0, 3), ['twice', 'sum', 'main']);
  assert.equal((await client.go('stepOut')).where, 'fast.s:13');
  const back = await client.go('stepOut');
  assert.match(back.where ?? '', /^main\.c:8$/);
  assert.equal((await client.go('next')).where, 'main.c:9');
});

const calls = place.path('calls.c');
writeFileSync(
  calls,
  `#include <trapframe.h>
int main(void) {
  printf("%d\\n", 7);
  write(1, "x", 1);
  return 0;
}
`,
);

test('a step into passes over the library, and through a system call into the kernel', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: calls, stopOnEntry: false },
    breakpoints: { [calls]: [{ line: 3 }] },
  });
  await client.stopped();
  assert.equal((await client.go('stepIn')).where, 'calls.c:4');
  const vector = await client.go('stepIn');
  assert.equal(vector.top.name, 'trap_vector');
  assert.deepEqual(vector.names.slice(1, 4), ['── system call: write ──', 'write', 'main']);
});

test('unless the launch configuration wants to see it', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: calls, stopOnEntry: false, skipLibrary: false },
    breakpoints: { [calls]: [{ line: 3 }] },
  });
  await client.stopped();
  const inside = await client.go('stepIn');
  assert.match(inside.where ?? '', /^print\.c:/);
  assert.deepEqual(inside.names.slice(0, 2), ['printf', 'main']);
});

test('a reverse step into passes over the library, too, and goes back into the kernel through a system call', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: calls, stopOnEntry: false },
    breakpoints: { [calls]: [{ line: 5 }] },
  });
  await client.stopped();
  // Behind write(): the last thing that happened is the kernel's return from the trap.
  const kernel = await client.go('trapframe/reverse', { to: 'into' });
  assert.match(kernel.where ?? '', /^trap_vector\.S:/);
  assert.deepEqual(kernel.names.slice(1, 4), ['── system call: write ──', 'write', 'main']);
  assert.equal((await client.go('trapframe/reverse', { to: 'user' })).names[0], 'write');
  assert.equal((await client.go('trapframe/reverse', { to: 'out' })).where, 'calls.c:4');
  assert.equal((await client.go('trapframe/reverse', { to: 'into' })).where, 'calls.c:4');
  // Over all of printf, as long as that is.
  assert.equal((await client.go('trapframe/reverse', { to: 'into' })).where, 'calls.c:3');
});

test('and into it, if the launch configuration wants to see it', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: calls, stopOnEntry: false, skipLibrary: false },
    breakpoints: { [calls]: [{ line: 4 }] },
  });
  await client.stopped();
  const inside = await client.go('trapframe/reverse', { to: 'into' });
  assert.match(inside.where ?? '', /^print\.c:/);
  assert.deepEqual(inside.names.slice(0, 2), ['printf', 'main']);
});
