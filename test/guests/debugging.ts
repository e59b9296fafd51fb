/** What the debugger must be able to do with a built, unmodified xv6-riscv. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Debugger } from '../../src/debug/debugger';
import { trapCard } from '../../src/debug/inspect/trap-card';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import type { StepKind } from '../../src/debug/run/stepping';
import type { Stop } from '../../src/debug/run/stop';
import { nameOfThread, threadOn, threads } from '../../src/debug/threads';
import { callStackOf } from '../../src/debug/unwind/stacks';
import { debugKernel } from '../../src/extension/kernels/configurations';
import { qemuOptions } from '../../src/extension/kernels/makefile';
import { nodeHost } from '../../src/host/node-host';

const TRAMPOLINE = 0x3f_ffff_f000n;
const root = join(__dirname, '..', '..');

/** Is told of each thing that was tried, and what was wrong. */
export type Tell = (what: string, problem: string | undefined) => void;

export async function debugXv6(folder: string, tell: Tell): Promise<void> {
  const target = await launch(folder, tell);
  if (!target) return;
  const xv6 = new Session(target);
  const { system } = target;
  const hart = system.hart(0);
  await xv6.until(() => target.start('main'));
  tell('stops at main of the kernel', xv6.stack()[0] === 'main' ? undefined : xv6.stack().join(' '));
  tell('understands its processes', system.problem);
  const entered = await xv6.to('uservec');
  tell(
    'a breakpoint on uservec',
    hart.pc === TRAMPOLINE ? undefined : `it stopped at 0x${hart.pc.toString(16)}`,
  );
  const isThrough =
    entered[0] === 'uservec' && entered[1]?.startsWith('── system call') && entered.length > 2;
  tell('the stack there leads to the program', isThrough ? undefined : entered.join(' '));
  const line = system.kernelImage?.lineAt(hart.pc);
  tell('the source of the trampoline', line?.file.endsWith('trampoline.S') ? undefined : 'there is none');
  await xv6.to('usertrap');
  tell('into and out of inlined functions', await inlined(xv6));
  await xv6.to('sys_open');
  const card = trapCard(system, threadOn(system, hart));
  const jump = card?.hardware.find(({ what }) => what === 'pc')?.after;
  const isTold = card?.headline.startsWith('System call: open(') && jump === `0x${TRAMPOLINE.toString(16)}`;
  tell('the trap card inside of sys_open', isTold ? undefined : `${card?.headline}, pc ${jump}`);
  const waits = /^2 sh · blocked \(cons\.r\)/;
  for (let count = 0; count < 400 && !xv6.names().some((name) => waits.test(name)); count++)
    await xv6.to('devintr');
  const known = xv6.names();
  const isListed =
    known.some((name) => /^1 init · blocked \(/.test(name)) && known.some((name) => waits.test(name));
  tell('the list of processes, and what they wait for', isListed ? undefined : known.join(', '));
  if (!system.kernelImage?.symbols.named('timervec')) return;
  const below = await xv6.to('timervec');
  const isBelow = below[1] === '── timer interrupt ──' && below.length > 3;
  tell('what a timer in machine mode interrupted', isBelow ? undefined : below.join(' '));
}

/** The session that F5 in the folder proposes, on one CPU. */
async function launch(folder: string, tell: Tell): Promise<Debugger | undefined> {
  const options = qemuOptions(readFileSync(join(folder, 'Makefile'), 'utf8'));
  tell(
    'its Makefile says how it is run',
    options ? undefined : 'no line starts qemu-system-riscv64 with -kernel',
  );
  if (!options) return undefined;
  const own = {
    path: folder,
    name: basename(folder),
    programs: ['sh'],
    hasBuiltPrograms: true,
    canMake: false,
  };
  const configuration = { ...debugKernel({ ...own, options }), cpus: 1 };
  const booted = await boot(readLaunchConfiguration(configuration), nodeHost(join(root, 'dist')));
  const pace = { slice: 5_000_000, rest: () => Promise.resolve() };
  return new Debugger(booted, { pace, sourceRoot: root });
}

/** Goes through the trap handler line by line, and out of each inlined function that it comes into. */
async function inlined(xv6: Session): Promise<string | undefined> {
  const seen = new Set<string>();
  for (let count = 0; count < 12; count++) {
    const before = await xv6.step('into');
    const depth = before.indexOf('usertrap');
    if (depth < 0) return `lost after ${[...seen].join(' ')}: ${before.join(' ')}`;
    if (depth === 0 || !/^[rw]_/.test(before[0])) continue;
    seen.add(before[0]);
    const after = await xv6.step('out');
    if (!before.slice(1).includes(after[0])) return `out of ${before[0]} to ${after[0]}`;
  }
  return seen.has('r_sstatus') && seen.has('w_stvec') ? undefined : `it came into ${[...seen].join(' ')}`;
}

class Session {
  constructor(private readonly target: Debugger) {}

  until(action: () => void): Promise<Stop | undefined> {
    const { target } = this;
    return new Promise((resolve) => {
      const done = (stop: Stop | undefined): void => {
        for (const end of listening) end();
        resolve(stop);
      };
      const listening = [target.stopped.on((stop) => done(stop)), target.ended.on(() => done(undefined))];
      action();
    });
  }

  /** Runs to a function. @returns the names of the frames there */
  async to(name: string): Promise<string[]> {
    const { target } = this;
    target.breakpoints.replace('function', [{ key: name, target: target.targets.function(name), terms: {} }]);
    target.breakpointsChanged();
    await this.until(() => target.continue());
    target.breakpoints.replace('function', []);
    target.breakpointsChanged();
    return this.stack();
  }

  async step(kind: StepKind): Promise<string[]> {
    const { target } = this;
    const thread = threadOn(target.system, target.system.hart(0));
    await this.until(() => target.step(thread, kind, 'line'));
    return this.stack();
  }

  stack(): string[] {
    const { system, stop } = this.target;
    const found = callStackOf(system, threadOn(system, system.hart(0)));
    if (stop?.atCall) found.beginAtLine(stop.atCall);
    return found
      .slice(0, 50)
      .map((frame) =>
        frame.kind === 'code' ? (frame.inlined?.name ?? frame.function?.symbol.name ?? '?') : frame.label,
      );
  }

  names(): string[] {
    return threads(this.target.system).map(nameOfThread);
  }
}
