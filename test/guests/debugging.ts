/** What the debugger must be able to do with a built, unmodified xv6-riscv. */
import { join } from 'node:path';
import { Debugger } from '../../src/debug/debugger';
import { trapCard } from '../../src/debug/inspect/trap-card';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import type { Stop } from '../../src/debug/run/stop';
import { threadOn } from '../../src/debug/threads';
import { stackOf } from '../../src/debug/unwind/stacks';
import { nodeHost } from '../../src/host/node-host';

const TRAMPOLINE = 0x3f_ffff_f000n;
const root = join(__dirname, '..', '..');

/** @param tell is told of each thing that was tried, and what was wrong */
export async function debugXv6(
  folder: string,
  tell: (what: string, problem: string | undefined) => void,
): Promise<void> {
  const launch = {
    kernel: join(folder, 'kernel', 'kernel'),
    disk: join(folder, 'fs.img'),
    symbols: [join(folder, 'user', '_*')],
  };
  const booted = await boot(readLaunchConfiguration(launch), nodeHost(join(root, 'dist')));
  const pace = { slice: 5_000_000, rest: () => Promise.resolve() };
  const target = new Debugger(booted, { pace, sourceRoot: root });
  const { system, breakpoints, targets } = target;
  const hart = system.hart(0);
  const until = (action: () => void): Promise<Stop | undefined> =>
    new Promise((resolve) => {
      const listening = [target.stopped.on((stop) => done(stop)), target.ended.on(() => done(undefined))];
      const done = (stop: Stop | undefined): void => {
        for (const end of listening) end();
        resolve(stop);
      };
      action();
    });
  const to = async (name: string): Promise<string[]> => {
    breakpoints.replace('function', [{ key: name, target: targets.function(name), terms: {} }]);
    target.breakpointsChanged();
    await until(() => target.continue());
    return stackOf(system, threadOn(system, hart)).map((frame) =>
      frame.kind === 'code' ? (frame.function?.symbol.name ?? '?') : frame.label,
    );
  };
  await until(() => target.start('main'));
  tell(
    'stops at main of the kernel',
    system.kernelImage?.nameOf(hart.pc)?.startsWith('main') ? undefined : 'it did not',
  );
  tell('understands its processes', system.problem);
  const entered = await to('uservec');
  tell(
    'a breakpoint on uservec',
    hart.pc === TRAMPOLINE ? undefined : `it stopped at 0x${hart.pc.toString(16)}`,
  );
  const isThrough =
    entered[0] === 'uservec' && entered[1]?.startsWith('── system call') && entered.length > 2;
  tell('the stack there leads to the program', isThrough ? undefined : entered.join(' '));
  const line = system.kernelImage?.lineAt(hart.pc);
  tell('the source of the trampoline', line?.file.endsWith('trampoline.S') ? undefined : 'there is none');
  await to('sys_open');
  const card = trapCard(system, threadOn(system, hart));
  const jump = card?.hardware.find(({ what }) => what === 'pc')?.after;
  const isTold = card?.headline.startsWith('System call: open(') && jump === `0x${TRAMPOLINE.toString(16)}`;
  tell('the trap card inside of sys_open', isTold ? undefined : `${card?.headline}, pc ${jump}`);
}
