/** Inlined functions of a kernel of the shape of xv6-riscv, `r_sstatus` and `w_mepc`: into, over and out of them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Debugger } from '../../src/debug/debugger';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import type { StepKind } from '../../src/debug/run/stepping';
import { threadOn } from '../../src/debug/threads';
import type { Frame } from '../../src/debug/unwind/frames';
import { callStackOf } from '../../src/debug/unwind/stacks';
import { nodeHost } from '../../src/host/node-host';
import { untilStop } from './machine';
import { buildXv6 } from './xv6';

const root = join(__dirname, '..', '..');
const gcc = spawnSync('riscv64-unknown-elf-gcc', ['--version']).status === 0;

for (const compiler of ['zig', 'gcc'] as const) {
  const skip = compiler === 'gcc' && !gcc && 'SKIPPED: no riscv64-unknown-elf-gcc';
  describe(`built by ${compiler}`, { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'trapframe xv6 inlined '));
    before(() => buildXv6(folder, 2022, compiler));
    after(() => rmSync(folder, { recursive: true }));

    async function at(name: string): Promise<Debugger> {
      const launch = {
        kernel: join(folder, 'kernel', 'kernel'),
        disk: join(folder, 'fs.img'),
        symbols: [join(folder, 'user', '_*')],
      };
      const booted = await boot(readLaunchConfiguration(launch), nodeHost(join(root, 'dist')));
      const pace = { slice: 5_000_000, rest: () => Promise.resolve() };
      const target = new Debugger(booted, { pace, sourceRoot: root });
      target.breakpoints.replace('function', [
        { key: name, target: target.targets.function(name), terms: {} },
      ]);
      target.setFilters([]);
      await untilStop(target, () => target.start(false));
      target.breakpoints.replace('function', []);
      target.breakpointsChanged();
      assert.equal(stack(target)[0].name, name);
      return target;
    }

    /** Frames as they are shown: name, and the text of the line. */
    function stack({ system, stop }: Debugger): { name: string; text: string }[] {
      const found = callStackOf(system, threadOn(system, system.hart(0)));
      if (stop?.atCall) found.beginAtLine(stop.atCall);
      return found.slice(0, 50).map((frame) => ({ name: nameOf(frame), text: textOf(frame) }));
    }

    const nameOf = (frame: Frame): string =>
      frame.kind === 'code' ? (frame.inlined?.name ?? frame.function?.symbol.name ?? '?') : frame.label;

    function textOf(frame: Frame): string {
      if (frame.kind !== 'code' || !frame.line) return '';
      const path = /kernel\/.*/.exec(frame.line.file)?.[0];
      return path === undefined
        ? ''
        : readFileSync(join(folder, path), 'utf8').split('\n')[frame.line.line - 1];
    }

    async function step(target: Debugger, kind: StepKind): Promise<{ name: string; text: string }[]> {
      const thread = threadOn(target.system, target.system.hart(0));
      await untilStop(target, () => target.step(thread, kind, 'line'));
      return stack(target);
    }

    test('a step into goes into each, with a frame of its own at the line that calls it; a step out comes back', async () => {
      const target = await at('start');
      const entered = new Set<string>();
      for (let count = 0; count < 60; count++) {
        const [top, caller, ...others] = await step(target, 'into');
        if (top.name === 'main') break;
        if (top.name === 'start' || top.name === 'timerinit') continue;
        assert.match(top.name, /^[rw]_\w+$/);
        assert.ok(caller.text.includes(`${top.name}(`), `${top.name} from ${caller.text}`);
        entered.add(top.name);
        const [outside] = await step(target, 'out');
        const callers = [caller, ...others].map(({ name }) => name);
        assert.ok(callers.includes(outside.name), `out of ${top.name} to ${outside.name}`);
      }
      for (const name of ['r_mstatus', 'w_mepc', 'w_medeleg', 'w_pmpaddr0', 'w_mtvec', 'r_mhartid'])
        assert.ok(entered.has(name), `${name} is not among ${[...entered].join(' ')}`);
    });

    test('a step over stays in the function, line by line', async () => {
      const target = await at('start');
      const texts: string[] = [];
      for (let count = 0; count < 60; count++) {
        const [top] = await step(target, 'over');
        if (top.name === 'main') break;
        assert.equal(top.name, 'start', top.text);
        texts.push(top.text);
      }
      for (const text of ['w_mepc', 'w_medeleg', 'w_pmpaddr0'])
        assert.ok(
          texts.some((line) => line.includes(text)),
          texts.join('\n'),
        );
    });

    test('inside of the trap handler of a system call the stack goes on behind them, through the trap', async () => {
      const target = await at('usertrap');
      const seen = new Set<string>();
      for (let count = 0; count < 12; count++) {
        const frames = await step(target, 'into');
        const names = frames.map(({ name }) => name);
        const handler = names.indexOf('usertrap');
        if (handler < 0) break;
        assert.match(names[handler + 1], /^── system call: \w+ ──$/);
        if (handler > 0 && /^[rw]_/.test(names[0])) {
          seen.add(names[0]);
          const [top] = await step(target, 'out');
          assert.ok(names.slice(1).includes(top.name), `out of ${names[0]} to ${top.name}`);
        }
      }
      assert.ok(seen.has('r_sstatus') && seen.has('w_stvec'), [...seen].join(' '));
    });
  });
}
