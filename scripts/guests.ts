// `npm run test:guests -- --xv6 DIR [--cpus N] [--usertests] [--qemu]`: boots a built, unmodified xv6-riscv (DIR/kernel/kernel and
// DIR/fs.img) on the machine, types commands at its shell, and looks at what they print; then debugs it, and runs it by its Makefile and under gdb (after `npm run build`). With --qemu the same is said to QEMU.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { converse } from '../test/guests/conversation';
import { debugXv6, type Tell } from '../test/guests/debugging';
import { guestHere, guestOnQemu, type GuestFiles } from '../test/guests/guest';
import { useTools } from '../test/guests/tools';
import { XV6_MEMORY, XV6_PROMPT, xv6Conversation } from '../test/guests/xv6';
import { main, ScriptError } from './main';

/** What one answer may take: steps here, milliseconds on QEMU. */
const PATIENCE = { steps: 20_000_000_000, milliseconds: 600_000 };

function read(folder: string, ...names: string[]): Uint8Array {
  const file = path.join(folder, ...names);
  if (!existsSync(file)) {
    throw new ScriptError(
      `--xv6 ${folder}: there is no ${names.join('/')}; build it first ("make" and "make fs.img")`,
    );
  }
  return readFileSync(file);
}

main(__filename, async () => {
  const { values } = parseArgs({
    options: {
      xv6: { type: 'string' },
      cpus: { type: 'string', default: '1,3' },
      usertests: { type: 'boolean', default: false },
      qemu: { type: 'boolean', default: false },
    },
  });
  if (values.xv6 === undefined)
    throw new ScriptError('--xv6 DIR is missing: the folder of a built xv6-riscv');
  const kernel = read(values.xv6, 'kernel', 'kernel');
  const disk = read(values.xv6, 'fs.img');
  let failed = 0;
  for (const cpus of values.cpus.split(',').map(Number)) {
    if (!Number.isInteger(cpus) || cpus < 1 || cpus > 8) {
      throw new ScriptError(`--cpus ${values.cpus}: numbers from 1 to 8, with commas between`);
    }
    const files: GuestFiles = { kernel, disk, cpus, memory: XV6_MEMORY };
    console.log(`\n== xv6-riscv, ${cpus === 1 ? '1 CPU' : `${cpus} CPUs`}${values.qemu ? ', on QEMU' : ''}`);
    const guest = values.qemu ? guestOnQemu(files, PATIENCE.milliseconds) : guestHere(files, PATIENCE.steps);
    await converse(
      guest,
      XV6_PROMPT,
      xv6Conversation(cpus, values.usertests),
      ({ exchange, output, problem }) => {
        console.log(
          `${problem === undefined ? 'ok    ' : 'FAILED'}  ${exchange.type === '' ? '(boot)' : exchange.type}`,
        );
        if (problem === undefined) return;
        console.log(`${problem}:\n${output}`);
        failed++;
      },
    );
    guest.close();
  }
  if (!values.qemu) {
    console.log('\n== xv6-riscv, in the debugger');
    const tell: Tell = (what, problem) => {
      console.log(problem === undefined ? `ok      ${what}` : `FAILED  ${what}: ${problem}`);
      if (problem !== undefined) failed++;
    };
    await debugXv6(values.xv6, tell);
    console.log('\n== xv6-riscv, with the tools of a course');
    await useTools(values.xv6, tell);
  }
  return failed === 0 ? 0 : 1;
});
