import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { DebugInformation } from '../toolchain/dwarf/debug-information';
import { boot } from '../debug/launch/boot';
import { readLaunchConfiguration } from '../debug/launch/validate';
import { nodeHost } from '../host/node-host';
import { commandLine } from './surroundings.fixture';

const root = join(__dirname, '..', '..');
const hello = '#include <trapframe.h>\nint main(int argc, char **argv) {\n  puts("hello");\n  return 3;\n}\n';

const { path, trapframe } = commandLine({
  'hello.c': hello,
  'format.c': `
#include <trapframe.h>
int main(int argc, char **argv) {
  printf("[%5d|%-5d|%05d|%d]\\n", 42, 42, -42, -2147483647 - 1);
  printf("[%x|%X|%u|%lu|%ld]\\n", 0xbeefu, 0xbeefu, 4294967295u, 18446744073709551615ul, -9223372036854775807L - 1);
  printf("[%p|%c|%s|%8s|%-8s|%%|%q]\\n", (void *)0x1000, 'c', argv[1], "right", "left");
  char small[6];
  int whole = snprintf(small, sizeof small, "%s", "truncated");
  printf("[%s|%d|%d]\\n", small, whole, argc);
  printf("[%.3s|%*d|%-*d|%6.3d|%+d|% d|%#x|%#o|%hhd|%hu|%lld|%.0d|%+06d]\\n", "abcdef", 4, 1, -4, 2, -5, 7, 7, 255, 8, 200,
         65537, 1ll << 40, 0, 42);
}
`,
  'heap.c': `
#include <trapframe.h>
int main(void) {
  char *blocks[200];
  for (int round = 0; round < 5; round++) {
    for (int i = 0; i < 200; i++) {
      blocks[i] = malloc(1 + i * 37 % 500);
      if (blocks[i] == NULL || (long)blocks[i] % 16 != 0) return 1;
      memset(blocks[i], i, 1 + i * 37 % 500);
    }
    for (int i = 0; i < 200; i++)
      for (int j = 0; j < 1 + i * 37 % 500; j++)
        if (blocks[i][j] != (char)i) return 2;
    for (int i = 0; i < 200; i++) free(blocks[(i * 7) % 200]);
  }
  char *grown = realloc(strcpy(malloc(5), "abcd"), 5000);
  if (strcmp(grown, "abcd") != 0) return 3;
  if (malloc(1ul << 40) != NULL || malloc(-1ul) != NULL) return 4;
  return (char *)sbrk(0) - blocks[0] < 200 * 600 ? 0 : 5;
}
`,
  'text.c': `
#include <trapframe.h>
int main(void) {
  char text[16] = "abc";
  strcat(text, "def");
  memmove(text + 1, text, 7);
  char four[4];
  strncpy(four, "xy", 4);
  printf("%s %d %d %d %s %d %d\\n", text, (int)strlen(text), strcmp("a", "b") < 0, memcmp("ab", "aa", 2) > 0,
         strchr(text, 'd'), atoi(" -12x"), four[3]);
}
`,
  'search.c': `
#include <trapframe.h>
int main(void) {
  char text[16] = "ab";
  strncat(text, "cdefgh", 3);
  printf("%s %s %s %d %d %s\\n", text, strrchr("a/b/c", '/'), strstr("hello world", "o w"), strstr("abc", "d") == NULL,
         (int)strnlen(text, 3), strdup(memchr("xyz", 'y', 3)));
  return wait(NULL) != -ECHILD;
}
`,
  'allocator.c': `
#include <trapframe.h>
static char memory[1000], *next = memory;
void *malloc(size_t size) { return (next += size) - size; }
int main(void) { return strdup("12345") != memory || next != memory + 6; }
`,
  'family.c': `
#include <trapframe.h>
int main(void) {
  int ends[2], status;
  if (pipe(ends) < 0) return 1;
  int child = fork();
  if (child == 0) {
    dprintf(ends[1], "from %d", getpid());
    exit(7);
  }
  char text[32] = {0};
  read(ends[0], text, sizeof text - 1);
  int ended = wait(&status);
  printf("%s, %d ended with %d\\n", text, ended == child, status);
}
`,
  'lives.c': `
#include <trapframe.h>
static int ends[2];
static void forever(void) { for (;;) continue; }
static void sleeps(void) { sleep(1000000); }
static void reads(void) { char byte; read(ends[0], &byte, 1); }
static void at_once(void) {}
static void itself(void) { kill(getpid()); puts("still there"); }
static void faults(void) { *(volatile int *)0 = 1; }
static void leaves_one(void) { if (fork() == 0) sleep(3); }

static void killed(const char *how, void (*live)(void)) {
  int status, child = fork();
  if (child == 0) {
    live();
    exit(7);
  }
  sleep(2);
  int first = kill(child), second = kill(child), ended = wait(&status);
  printf("%s: %d %d %d %d %d\\n", how, first, second, ended == child, status, kill(child));
}

int main(void) {
  char bytes[8], *nowhere[] = {(char *)-8, NULL};
  printf("none: %d %d %d\\n", wait(NULL), kill(0), kill(-1));
  pipe(ends);
  killed("running", forever);
  killed("asleep", sleeps);
  killed("reading", reads);
  killed("ended", at_once);
  killed("itself", itself);
  killed("faults", faults);
  killed("parent", leaves_one);
  printf("orphans are not ours: %d\\n", wait(NULL));
  printf("exec: %d %d %d\\n", exec("nothing", NULL), exec("etc/programs", NULL), exec("lives", nowhere));
  int file = open("etc/programs", 0), again = dup(file);
  read(file, bytes, 4);
  read(again, bytes + 4, 3);
  printf("dup: %.7s %d %d\\n", bytes, close(file), (int)read(again, bytes + 7, 1));
  close(ends[1]);
  printf("pipe: %d %d\\n", (int)read(ends[0], bytes, 1), (int)write(ends[0], bytes, 1));
}
`,
  'records.c': `
#include <trapframe.h>
static char record[300], many[5000];
static int produce(int to, char letter) {
  memset(record, letter, sizeof record);
  for (int i = 0; i < 20; i++)
    if (write(to, record, sizeof record) != sizeof record) return 1;
  return 0;
}
int main(void) {
  int ends[2], other[2], count = 0;
  pipe(ends);
  for (char letter = 'a'; letter < 'd'; letter++)
    if (fork() == 0) return produce(ends[1], letter);
  close(ends[1]);
  for (size_t have = 0; read(ends[0], record + have, 1) == 1; have = (have + 1) % sizeof record) {
    if (record[have] != record[0]) return 1;
    count += have == sizeof record - 1;
  }
  pipe(other);
  if (fork() == 0) return sleep(20);
  close(other[0]);
  long written = write(other[1], many, sizeof many), nobody = write(other[1], many, 1);
  printf("%d records, %ld of 5000, %ld\\n", count, written, nobody);
}
`,
  'start.c': '#include <trapframe.h>\nvoid _start(void) { puts("own"); exit(9); }\n',
  'wrong.c': 'int main(void) {\n  int x = y;\n  return x\n}\n',
  'nobody.c': 'int foo(void);\nint main(void) { return foo(); }\n',
  'null.c': 'int main(void) { return *(volatile int *)0; }\n',
});

const hasGcc = spawnSync('riscv64-unknown-elf-gcc', ['--version']).error === undefined;
const compilers = [
  { name: 'zig', command: undefined, skip: false as const },
  {
    name: 'gcc',
    command: 'riscv64-unknown-elf-gcc',
    skip: hasGcc ? (false as const) : 'riscv64-unknown-elf-gcc is not installed',
  },
];

for (const { name, command, skip } of compilers) {
  describe(`C programs, compiled by ${name}`, { skip }, () => {
    const run = async (...words: string[]) => {
      if (command === undefined) delete process.env['TRAPFRAME_CC'];
      else process.env['TRAPFRAME_CC'] = command;
      const { out, err, status } = await trapframe('run', ...words);
      delete process.env['TRAPFRAME_CC'];
      return { out, err, status };
    };

    test('main returns the exit status; a program may have its own _start', async () => {
      assert.deepEqual(await run('@hello.c'), { out: 'hello\n', err: '', status: 3 });
      assert.deepEqual(await run('@start.c'), { out: 'own\n', err: '', status: 9 });
    });

    test('printf', async () => {
      const { out } = await run('@format.c', 'ü');
      assert.deepEqual(out.trimEnd().split('\n'), [
        '[   42|42   |-0042|-2147483648]',
        '[beef|BEEF|4294967295|18446744073709551615|-9223372036854775808]',
        '[0x1000|c|ü|   right|left    |%|%q]',
        '[trunc|9|2]',
        '[abc|   1|2   |  -005|+7| 7|0xff|010|-56|1|1099511627776||+00042]',
      ]);
    });

    test('malloc gives memory of one’s own, and takes it back', async () => {
      assert.equal((await run('@heap.c')).status, 0);
    });

    test('strings', async () => {
      assert.equal((await run('@text.c')).out, 'aabcdef 7 1 1 def -12 0\n');
      assert.deepEqual(await run('@search.c'), { out: 'abcde /c o world 1 3 yz\n', err: '', status: 0 });
    });

    test('a program’s own function goes before that of the library', async () => {
      assert.deepEqual(await run('@allocator.c'), { out: '', err: '', status: 0 });
    });

    test('processes and pipes', async () => {
      assert.equal((await run('@family.c')).out, 'from 2, 1 ended with 7\n');
    });

    test('how processes end, and what is left of them', async () => {
      const { out } = await run('@lives.c');
      assert.deepEqual(
        out.split('\n').filter((line) => !line.startsWith('[kernel]')),
        [
          'none: -10 -3 -3',
          'running: 0 0 1 -1 -3',
          'asleep: 0 0 1 -1 -3',
          'reading: 0 0 1 -1 -3',
          'ended: 0 0 1 7 -3',
          'itself: 0 0 1 -1 -3',
          'faults: 0 0 1 143 -3',
          'parent: 0 0 1 7 -3',
          'orphans are not ours: -10',
          'exec: -2 -8 -14',
          'dup: bin/liv 0 1',
          'pipe: 0 -9',
          '',
        ],
      );
    });

    test('a pipe keeps small writes in one piece, and says how much of a large one was written', async () => {
      for (const slice of ['300', '5000']) {
        const { out } = await run('--time-slice', slice, '@records.c');
        assert.equal(out, '60 records, 2048 of 5000, -32\n');
      }
    });

    test('a null pointer', async () => assert.equal((await run('@null.c')).status, 128 + 13));

    test('errors have places; the run does not start', async () => {
      const wrong = await run('@wrong.c');
      assert.deepEqual([wrong.status, wrong.out], [2, '']);
      assert.match(wrong.err, /wrong\.c:2:11: error: .*y.*\n 2 \| {3}int x = y;\n {3}\| {11}\^/);
      const nobody = await run('@nobody.c');
      assert.equal(nobody.status, 2);
      assert.match(nobody.err, /nobody\.c:2:25: error: foo is used, but nobody defines it/);
    });
  });
}

test('a compiler that is not there', async () => {
  process.env['TRAPFRAME_CC'] = 'no-such-compiler';
  const { status, err } = await trapframe('run', '@hello.c');
  delete process.env['TRAPFRAME_CC'];
  assert.deepEqual(
    [status, err],
    [2, 'trapframe: TRAPFRAME_CC names no-such-compiler, and there is no such command'],
  );
});

test('a command that is no compiler for RISC-V', async () => {
  process.env['TRAPFRAME_CC'] = process.execPath;
  const { status, err } = await trapframe('run', '@hello.c');
  delete process.env['TRAPFRAME_CC'];
  assert.equal(status, 2);
  assert.match(err, /^trapframe: .*node.* does not compile for RISC-V: name another compiler, or none$/);
});

test('launched, a C program has lines that lead to its file', async () => {
  const host = nodeHost(join(root, 'dist'));
  const booted = await boot(readLaunchConfiguration({ program: path('hello.c') }), host);
  const { lines } = DebugInformation.of(booted.programs[0].elf);
  assert.ok(lines.addressesOf(path('hello.c'), 3).length > 0);
  assert.equal(booted.programs[0].source?.text, hello);
});

test('a changed kernel is built from its folder, and runs', async () => {
  const folder = path('my kernel');
  cpSync(join(root, 'kernel'), folder, { recursive: true });
  const main = join(folder, 'main.c');
  const text = readFileSync(main, 'utf8');
  writeFileSync(main, text.replace('check_start();', 'print("mine\\n"); check_start();'));
  assert.deepEqual((await trapframe('run', '--kernel', '@my kernel', '@hello.c')).out, 'mine\nhello\n');
  writeFileSync(main, text + 'int broken(void) { return nothing; }\n');
  const { status, err } = await trapframe('run', '--kernel', '@my kernel', '@hello.c');
  assert.equal(status, 2);
  assert.match(err, /main\.c:\d+:27: error: .*nothing/);
});

test('a kernel that uses up its stack says so, and where', async () => {
  const folder = path('deep kernel');
  cpSync(join(root, 'kernel'), folder, { recursive: true });
  const main = join(folder, 'main.c');
  const deep =
    'static int deep(int n) { volatile char b[64]; b[0] = (char)n; return n == 0 ? 0 : deep(n - 1) + b[0]; }\n';
  const text = readFileSync(main, 'utf8')
    .replace('[[gnu::noreturn]] void kernel_main', (start) => deep + start)
    .replace('check_start();', 'deep(1000); check_start();');
  writeFileSync(main, text);
  const { status, out } = await trapframe('run', '--kernel', '@deep kernel', '@hello.c');
  assert.equal(status, 126);
  assert.match(
    out,
    /^\[kernel\] the kernel stack is full at pc 0x8\w+, stval 0x8\w+\n\[kernel\] panic: a kernel stack overflowed\n$/,
  );
});

test('a policy of one’s own: the template, filled in, is built into a kernel and compared with the others', async () => {
  const folder = path('own kernel');
  cpSync(join(root, 'kernel'), folder, { recursive: true });
  const jobs = ['A', 'B', 'C'].map((name) => ({ name, arrival: 0, run: 2 }));
  writeFileSync(path('jobs.json'), JSON.stringify({ jobs }));
  const responses = async (): Promise<number[]> => {
    const { out } = await trapframe(
      'sched',
      '--json',
      '--policy',
      'own',
      '--kernel',
      '@own kernel',
      '@jobs.json',
    );
    const { policies } = JSON.parse(out) as { policies: { jobs: { response: number }[] }[] };
    return policies[0].jobs.map(({ response }) => response);
  };
  assert.deepEqual(await responses(), [4, 2, 0], 'as it is shipped: the last to come is the first');
  const policy = join(folder, 'policies', 'own.c');
  const text = readFileSync(policy, 'utf8');
  assert.equal(text.split('Your code goes here').length - 1, 3);
  writeFileSync(policy, text.replace('queue_add_first(&queue, process);', 'queue_add(&queue, process);'));
  assert.deepEqual(await responses(), [0, 2, 4], 'with a line changed: first come, first served');
});
