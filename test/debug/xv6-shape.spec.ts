/** A kernel of the shape of xv6-riscv, of both eras, under the debugger: what is peculiar to such kernels. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { csrNumber } from '../../src/isa/csrs';
import { Debugger } from '../../src/debug/debugger';
import { trapCard, type Change } from '../../src/debug/inspect/trap-card';
import { proposeDescription } from '../../src/debug/kernels/propose';
import xv6 from '../../src/debug/kernels/xv6-riscv.json';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import { nameOfThread, threadOn, threads, type Thread } from '../../src/debug/threads';
import type { Frame } from '../../src/debug/unwind/frames';
import { stackOf } from '../../src/debug/unwind/stacks';
import { Image } from '../../src/debug/symbols/image';
import { nodeHost } from '../../src/host/node-host';
import { loadElf } from '../../src/toolchain/elf/load';
import { untilStop } from './machine';
import { buildXv6, type Year } from './xv6';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trapframe xv6 '));
const at = (year: Year): string => join(folder, `${year}`);
before(() => {
  buildXv6(at(2022), 2022);
  buildXv6(at(2024), 2024);
});
after(() => rmSync(folder, { recursive: true }));

async function start(year: Year, more: object = {}): Promise<Debugger> {
  const launch = {
    kernel: join(at(year), 'kernel', 'kernel'),
    disk: join(at(year), 'fs.img'),
    symbols: [join(at(year), 'user', '_*')],
    ...more,
  };
  const booted = await boot(readLaunchConfiguration(launch), nodeHost(join(root, 'dist')));
  const pace = { slice: 5_000_000, rest: () => Promise.resolve() };
  return new Debugger(booted, { pace, sourceRoot: root });
}

const here = ({ system }: Debugger): Thread => threadOn(system, system.hart(0));
const stack = (target: Debugger, thread = here(target)): string[] => names(stackOf(target.system, thread));
const names = (frames: readonly Frame[]): string[] =>
  frames.map((frame) => (frame.kind === 'code' ? (frame.function?.symbol.name ?? '?') : frame.label));
const changed = (changes: readonly Change[] | undefined, what: string): string | undefined =>
  changes?.find((one) => one.what === what)?.after;

/** Runs to a function. */
async function to(target: Debugger, name: string, begin = false): Promise<void> {
  target.setFilters([]);
  target.breakpoints.replace('function', [{ key: name, target: target.targets.function(name), terms: {} }]);
  target.breakpointsChanged();
  const stop = await untilStop(target, () => (begin ? target.start(false) : target.continue()));
  assert.equal(stop?.why.kind, 'breakpoint', stop?.description);
  target.breakpoints.replace('function', []);
  target.breakpointsChanged();
}

for (const year of [2022, 2024] as const) {
  describe(`${year}`, () => {
    test('the processes, of a table of 64; what they wait on', async () => {
      const target = await start(year);
      target.setFilters([{ id: 'syscall' }]);
      await untilStop(target, () => target.start(false));
      assert.equal(target.system.problem, undefined);
      assert.equal(nameOfThread(threads(target.system)[1]), '2 napper · ready · kernel');
      await to(target, 'sys_read');
      await to(target, 'wakeup');
      const all = threads(target.system).map(nameOfThread);
      assert.ok(
        all.some((name) => /^1 sh · blocked \(cons\.r\) · kernel$/.test(name)),
        all.join(', '),
      );
      assert.ok(
        all.some((name) => /^2 napper · blocked \(ticks\) · kernel$/.test(name)),
        all.join(', '),
      );
    });

    test('a breakpoint on the trampoline stops where it runs, and the stack there leads to the program', async () => {
      const target = await start(year);
      assert.deepEqual(
        target.targets
          .function('uservec')
          .places.map(({ address }) => address)
          .at(0),
        0x3f_ffff_f000n,
      );
      await to(target, 'uservec', true);
      assert.equal(target.system.hart(0).pc, 0x3f_ffff_f000n);
      assert.deepEqual(stack(target).slice(0, 3), ['uservec', '── system call: write ──', 'write']);
      await to(target, 'userret');
      assert.equal(stack(target)[0], 'userret');
    });

    test('assembly without lines has those of its source, at both addresses of the trampoline', async () => {
      const target = await start(year);
      const path = join(at(year), 'kernel', 'trampoline.S');
      const lines = readFileSync(path, 'utf8').split('\n');
      const line = 1 + lines.findIndex((text) => text.includes('csrw sscratch, a0'));
      const { places, line: found } = target.targets.line(path, line);
      assert.equal(found, line);
      assert.deepEqual(places.map(({ address }) => address).at(0), 0x3f_ffff_f000n);
      await to(target, 'userret', true);
      const [frame] = stackOf(target.system, here(target));
      assert.ok(frame.kind === 'code' && frame.line?.file.endsWith('trampoline.S'));
      assert.match(lines[(frame.line?.line ?? 0) - 1], /sfence\.vma/);
    });

    test('an instruction breakpoint binds wherever memory can be executed', async () => {
      const target = await start(year);
      const wish = 0x3f_ffff_f004n;
      await to(target, 'uservec', true);
      assert.deepEqual(target.targets.instruction(wish), { places: [{ address: wish, image: undefined }] });
      assert.match(target.targets.instruction(0x3f_ffff_e000n).message ?? '', /no code at 0x3fffffe000/);
      assert.match(target.targets.instruction(0x10_0000_0000n).message ?? '', /no code/);
    });

    test('the trap card tells in a system call what the hardware did when it took the trap', async () => {
      const target = await start(year);
      await to(target, 'uservec', true);
      const { epc } = target.system.traps.of(target.system.hart(0))!;
      await to(target, 'sys_open');
      const card = trapCard(target.system, here(target));
      assert.match(card?.headline ?? '', /^System call: open\(/);
      assert.equal(changed(card?.hardware, 'pc'), '0x3ffffff000');
      assert.notEqual(target.system.hart(0).readCsr(0x105), 0x3f_ffff_f000n, 'stvec is another by now');
      const trap = target.system.traps.ofProgram(here(target).process!)!;
      assert.equal(changed(card?.hardware, 'sepc'), `0x${trap.epc.toString(16)}`);
      assert.notEqual(trap.epc, epc);
      assert.equal(changed(card?.restores, 'pc'), `0x${(trap.epc + 4n).toString(16)}`);
      assert.equal(changed(card?.hardware, 'sstatus.SPP'), '0 (user)');
    });

    test('inside of nested traps each has its own card', async () => {
      const target = await start(year);
      await to(target, year === 2022 ? 'sys_sleep' : 'sys_pause', true);
      const outer = trapCard(target.system, here(target));
      assert.match(outer?.headline ?? '', year === 2022 ? /sleep\(2\)/ : /pause\(2\)/);
      assert.equal(target.system.kernel?.systemCalls.nameOf(22n), 'trace', 'somebody has added it');
      await to(target, 'kerneltrap');
      const card = trapCard(target.system, here(target));
      assert.match(card?.headline ?? '', year === 2022 ? /software interrupt/i : /^Timer interrupt$/);
      assert.equal(changed(card?.hardware, 'sstatus.SPP'), '1 (kernel)');
      assert.deepEqual(card?.saved, []);
    });
  });
}

test('a process on its way to its first instruction has never trapped', async () => {
  const target = await start(2024);
  await to(target, 'usertrapret', true);
  const frames = stack(target);
  assert.ok(frames.includes('── not started yet ──'), frames.join(' '));
  assert.equal(trapCard(target.system, here(target)), undefined);
});

test('a proposed description is one that works', async () => {
  const path = join(at(2024), 'kernel', 'kernel');
  const elf = await loadElf(new Uint8Array(readFileSync(path)), path);
  const proposed = proposeDescription(new Image('kernel', 'kernel', elf), 'mine');
  const { events, systemCalls, openFile, ...known } = xv6;
  const { kernelStackSize, ...proposable } = known.process;
  assert.deepEqual(
    { ...proposed, memory: undefined, events: undefined },
    {
      ...known,
      name: 'mine',
      recognizedBy: ['proc', 'cpus', 'uservec'],
      process: proposable,
      memory: undefined,
      events: undefined,
      systemCalls: [],
    },
  );
  assert.ok(
    kernelStackSize && events.panic && systemCalls.length > 20 && openFile.kinds,
    'what nobody can propose',
  );
  const file = join(folder, 'mine.kernel.json');
  writeFileSync(file, JSON.stringify(proposed));
  const target = await start(2024, { kernelDescription: file });
  assert.equal(target.system.problem, undefined);
  await to(target, 'sys_read', true);
  assert.ok(threads(target.system).some((thread) => /^2 napper/.test(nameOfThread(thread))));
  assert.equal(target.system.kernel?.systemCalls.nameOf(16n), 'write', 'by the kernel’s own table');
});

test('the first stop is at main of the kernel, or of the program that is named', async () => {
  const target = await start(2024);
  await untilStop(target, () => target.start('main'));
  assert.deepEqual(stack(target)[0], 'main');
  assert.equal(nameOfThread(here(target)), 'cpu 0 · kernel');
  const other = await start(2024);
  await untilStop(other, () => other.start('main', 'napper'));
  assert.deepEqual(stack(other), ['main']);
  assert.equal(nameOfThread(here(other)), '2 napper · running on cpu 0 · user');
  await assert.rejects(start(2024, { stopInProgram: 'ls' }), /stopInProgram: "symbols" names no program ls/);
});

test('the stack of a process that lost its CPU inside of the kernel goes on with what was interrupted', async () => {
  const target = await start(2024);
  await to(target, 'sys_write', true);
  target.system.hart(0).writeCsr(csrNumber('stimecmp')!, 0n);
  await to(target, 'kerneltrap');
  const interrupted = here(target);
  assert.ok(interrupted.process);
  const frames = stack(target);
  assert.deepEqual(frames.slice(0, 3), ['kerneltrap', 'kernelvec', 'sys_write']);
  const { machine } = target.system;
  const { pid } = interrupted.process;
  const now = (): Thread => threads(target.system).find(({ process }) => process?.pid === pid)!;
  for (let count = 0; now().hart && count < 10_000; count++)
    machine.run(machine.instant + 1, { passBreakpoint: true });
  const left = stack(target, now());
  assert.deepEqual(left.slice(left.indexOf('kerneltrap')), frames);
  assert.deepEqual(left.slice(0, 2), ['sched', 'yield'], 'it gave up the CPU');
});

test('a timer in machine mode: a line, the interrupted code behind it, and whose it is', async () => {
  const target = await start(2022);
  await to(target, 'sys_read', true);
  target.setFilters([{ id: 'timer' }]);
  const seen = new Set<string>();
  for (let count = 0; count < 40 && !seen.has('1 sh · running on cpu 0 · machine'); count++) {
    await untilStop(target, () => target.continue());
    const frames = stack(target);
    assert.deepEqual(frames.slice(0, 2), ['timervec', '── timer interrupt ──']);
    assert.ok(frames.length > 3, frames.join(' '));
    seen.add(nameOfThread(here(target)));
    const { machine } = target.system;
    // In the middle of the handler, with registers of its own.
    machine.run(machine.instant + 6);
    assert.deepEqual(stack(target), frames);
  }
  assert.ok(seen.has('cpu 0 · machine'));
});
