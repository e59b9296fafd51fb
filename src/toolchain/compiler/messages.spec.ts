import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnosticsIn } from './messages';

const places = (output: string) =>
  diagnosticsIn(output, true, ['main.c', '/a b/other.c']).map(
    ({ path, line, column, severity, message }) => `${path}:${line}:${column}: ${severity}: ${message}`,
  );

test('errors and warnings of gcc and clang, with their places', () => {
  assert.deepEqual(
    places(
      "/a b/x.c: In function 'main':\n/a b/x.c:3:22: warning: unused variable 'n' [-Wunused-variable]\n" +
        '    3 | int n;\n      |     ^\nC:\\ü\\x.c:4:1: error: expected ;\n/a b/x.c:2:10: fatal error: no file\n',
    ),
    [
      "/a b/x.c:3:22: warning: unused variable 'n' [-Wunused-variable]",
      'C:\\ü\\x.c:4:1: error: expected ;',
      '/a b/x.c:2:10: error: no file',
    ],
  );
});

test('a name that nobody defines, as the linkers tell it', () => {
  const gnu = "/bin/ld: /tmp/x.o: in function `main':\n/a b/x.c:3: undefined reference to `foo'\n";
  assert.deepEqual(places(gnu + 'collect2: error: ld returned 1 exit status\n'), [
    '/a b/x.c:3:1: error: foo is used, but nobody defines it',
  ]);
  const lld =
    'ld.lld: error: undefined symbol: foo\n>>> referenced by x.c:3 (/a b/x.c:3)\n>>>               /tmp/x.o:(main)\n';
  assert.deepEqual(places(lld), ['/a b/x.c:3:1: error: foo is used, but nobody defines it']);
  const main = "/bin/ld: /tmp/s.o: in function `_start':\n(.text+0x4): undefined reference to `main'\n";
  assert.deepEqual(places(main), ['main.c:1:1: error: the program has no main']);
  const start = 'ld.lld: error: undefined symbol: main\n>>> referenced by start.S:10 (/t/start.S:10)\n';
  assert.deepEqual(places(start), ['main.c:1:1: error: the program has no main']);
});

test('a file has the name that it was given by, whatever a linker makes of it', () => {
  const gnu = "/bin/ld: /home/me/main.c:3: undefined reference to `foo'\n";
  assert.deepEqual(places(gnu), ['main.c:3:1: error: foo is used, but nobody defines it']);
});

test('a name that two define, as the linkers tell it', () => {
  const gnu =
    "/bin/ld: /tmp/2.o: in function `twin':\n/a b/x.c:7: multiple definition of `twin'; /tmp/1.o:/a b/y.c:2: first defined here\n";
  assert.deepEqual(places(gnu), [
    '/a b/x.c:7:1: error: twin is defined a second time; it is there already in y.c:2',
  ]);
  const data =
    "/bin/ld: /tmp/2.o:(.bss+0x0): multiple definition of `both'; /tmp/1.o:(.bss+0x0): first defined here\n";
  assert.match(places(data)[0], /error: both is defined a second time; it is there already$/);
  const lld =
    'ld.lld: error: duplicate symbol: twin\n>>> defined at main.c:2\n>>>            /tmp/1.o:(twin)\n' +
    '>>> defined at other.c:7\n>>>            /tmp/2.o:(.text+0xe6)\n';
  assert.deepEqual(places(lld), [
    '/a b/other.c:7:1: error: twin is defined a second time; it is there already in main.c:2',
  ]);
});

test('floating point, which there is not', () => {
  const gnu = "/usr/bin/riscv64-unknown-elf-ld: /a/x.c:4: undefined reference to `__adddf3'\n";
  const lld = 'ld.lld: error: undefined symbol: __adddf3\n>>> referenced by x.c:4\n>>>  /tmp/x.o:(main)\n';
  const words = 'error: there is no floating point here, and __adddf3 is used for it';
  assert.deepEqual(places(gnu), [`/a/x.c:4:1: ${words}`]);
  assert.deepEqual(places(lld), [`x.c:4:1: ${words}`]);
});

test('what nobody understands is not lost', () => {
  assert.deepEqual(places('\ncc1: out of memory\n'), ['main.c:1:1: error: cc1: out of memory']);
  assert.deepEqual(places(''), ['main.c:1:1: error: the compiler failed without a word']);
  assert.deepEqual(diagnosticsIn('something harmless\n', false, ['main.c']), []);
});

test('who misses the C library is told what there is', () => {
  for (const line of [
    "x.c:1:10: fatal error: 'stdio.h' file not found",
    'x.c:1:10: fatal error: stdlib.h: No such file or directory',
  ]) {
    assert.match(diagnosticsIn(line, true, ['x.c'])[0].hint!, /<trapframe\.h>/);
  }
});

test('a linker that is off by a line: the line is the one with the name', () => {
  const text =
    'int f(void);\nint g(void) { return 1; } // f\nint main(void) {\n  int n = 1;\n  return n + f();\n}\n';
  const lld =
    'ld.lld: error: undefined symbol: f\n>>> referenced by main.c:4\n>>>               /tmp/x.o:(main)\n';
  const [found] = diagnosticsIn(lld, true, ['main.c'], () => text);
  assert.deepEqual([found.path, found.line, found.column, found.length], ['main.c', 5, 14, 1]);
  const far = diagnosticsIn(lld.replace(':4', ':20'), true, ['main.c'], () => text);
  assert.equal(far[0].line, 20);
});
