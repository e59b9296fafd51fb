/** Random expressions as a compiler for RISC-V has them: value, size and sign of each, worked out by a program on our machine. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { UserError } from '../../src/base/errors';
import { floatFormat, realOfBits } from '../../src/base/ieee754';
import { nodeHost } from '../../src/host/node-host';
import { Debugger } from '../../src/debug/debugger';
import { compile, type Environment } from '../../src/debug/expressions/evaluate';
import { decayed } from '../../src/debug/expressions/decay';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import { threadOn } from '../../src/debug/threads';
import { stackOf } from '../../src/debug/unwind/stacks';
import { scalarOf } from '../../src/debug/values/scalar';
import { numberOf } from '../../src/debug/values/value';
import { findCompiler } from '../../src/toolchain/compiler/node-find';
import { randomNumbers, untilStop } from './machine';
import { declarations, randomExpression } from './random-expressions';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trapframe expressions '));
after(() => rmSync(folder, { recursive: true }));

const count = Number(process.env['TRAPFRAME_EXPRESSIONS'] ?? 500);
const seed = Number(process.env['TRAPFRAME_SEED'] ?? 1);

/** Each expression is kept with its size as the compiler has it, and whether its type can be negative. */
function programOf(expressions: readonly string[]): string {
  const functions = expressions.map(
    (text, index) =>
      `static void e${index}(void) { __auto_type value = (${text}); RECORD(${index}, value, sizeof(${text})) }\n`,
  );
  return `${declarations}
struct record { unsigned long low, high; int size, sizeOfIt, isSigned; } records[${expressions.length}];
static void copy(void *to, const void *from, unsigned long n) { while (n--) ((char *)to)[n] = ((const char *)from)[n]; }
void *memcpy(void *to, const void *from, unsigned long n) { copy(to, from, n); return to; }
void *memset(void *to, int byte, unsigned long n) { while (n--) ((char *)to)[n] = byte; return to; }
#define RECORD(at, value, size_) \\
  copy(&records[at], &value, sizeof value); \\
  records[at].size = sizeof value; \\
  records[at].sizeOfIt = size_; \\
  records[at].isSigned = _Generic(value, float: 1, double: 1, long double: 1, default: (__typeof__(value))-1 < (__typeof__(value))1);
${functions.join('')}
void done(void) { for (;;) ; }
void all(void) { ${expressions.map((_, index) => `e${index}();`).join(' ')} done(); }
void _start(void) { all(); }
`;
}

function build(source: string, name: string): string {
  const path = join(folder, `${name}.c`);
  writeFileSync(path, source);
  const { command, family } = findCompiler(process.env);
  const output = join(folder, `${name}.elf`);
  const target = {
    zig: [
      'cc',
      '-target',
      'riscv64-freestanding-none',
      '-mcpu=generic_rv64+m+a+c',
      '-fno-sanitize=undefined',
    ],
    gcc: ['-march=rv64imac', '-mabi=lp64', '-nostdlib'],
    clang: ['--target=riscv64-unknown-elf', '-march=rv64imac', '-mabi=lp64', '-fuse-ld=lld', '-nostdlib'],
  }[family];
  const { status, stderr } = spawnSync(
    command,
    [
      ...target,
      '-std=gnu17',
      '-O0',
      '-g',
      '-gdwarf-4',
      '-w',
      '-fwrapv',
      '-ffreestanding',
      '-static',
      '-mcmodel=medany',
      '-fno-pic',
      `-Wl,-T,${join(root, 'kernel/user/program.ld')}`,
      path,
      '-o',
      output,
      ...(family === 'gcc' ? ['-lgcc'] : []),
    ],
    { env: { ...process.env, ZIG_LOCAL_CACHE_DIR: join(tmpdir(), 'trapframe-zig') } },
  );
  if (status !== 0) throw new Error(`${name} was not built: ${String(stderr).slice(0, 2000)}`);
  return output;
}

/** Where the program has worked all of them out. */
async function environmentAtEnd(elf: string): Promise<Environment> {
  const configuration = readLaunchConfiguration({ program: elf, stopOnEntry: false });
  const pace = { slice: 1_000_000, rest: () => Promise.resolve() };
  const target = new Debugger(await boot(configuration, nodeHost(join(root, 'dist'))), {
    pace,
    sourceRoot: root,
  });
  target.breakpoints.replace('function', [{ key: 'done', target: target.targets.function('done') }]);
  const stop = await untilStop(target, () => target.start(false));
  assert.ok(stop, 'the program came to its end');
  const thread = threadOn(target.system, target.system.hart(0));
  const frame = stackOf(target.system, thread).find((one) => one.kind === 'code');
  assert.ok(frame?.kind === 'code');
  return target.environment(thread, frame);
}

test('random expressions have the value, the size and the sign that a compiler gives them', async () => {
  const below = randomNumbers(seed);
  const expressions = Array.from({ length: count }, () => randomExpression(below));
  const environment = await environmentAtEnd(build(programOf(expressions), 'expressions'));
  const number = (text: string): bigint => numberOf(compile(text).evaluate(environment));
  const differences: string[] = [];
  for (const [index, text] of expressions.entries()) {
    try {
      const value = decayed(compile(text).evaluate(environment));
      const scalar = scalarOf(
        value.isEnumerator ? compile(`+(${text})`).evaluate(environment).type : value.type,
      )!;
      const bits = BigInt.asUintN(8 * scalar.size, numberOf(value));
      const format = scalar.kind === 'float' ? floatFormat(scalar.size) : undefined;
      const isNan = (one: bigint): boolean => format !== undefined && realOfBits(one, format).kind === 'nan';
      const record = (member: string): bigint => number(`::records[${index}].${member}`);
      const wanted = BigInt.asUintN(8 * Number(record('size')), record('low') | (record('high') << 64n));
      const ours = `${isNan(bits) ? 'NaN' : bits} ${scalar.size} ${Number(scalar.isSigned)} ${number(`sizeof(${text})`)}`;
      const theirs = `${isNan(wanted) ? 'NaN' : wanted} ${record('size')} ${record('isSigned')} ${record('sizeOfIt')}`;
      if (ours !== theirs) differences.push(`${text}\n   ours ${ours}, the compiler's ${theirs}`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      differences.push(`${text}\n   ${error.message}`);
    }
  }
  assert.deepEqual(differences, []);
});
