import { fileLimits } from '../base/file-limits';
import packageJson from '../../package.json';
import { firmwareNamed } from '../debug/launch/firmware';
import { bootPlain } from '../debug/launch/plain-board';
import { ConsoleOnce } from '../debug/time/once';
import type { Machine } from '../machine/types';
import type { Command, Surroundings } from './command';
import { drive, type RunEnd } from './drive';
import { driveUnderGdb } from './gdb-drive';
import { QuietEnd } from './quiet-end';
import { EscapeKeys } from './qemu/escape-keys';
import { parseQemu } from './qemu/parse';
import { QEMU_HELP } from './qemu/help';
import type { QemuRequest } from './qemu/request';

/** Makefiles read the version that they need out of this. */
const VERSION = `QEMU emulator version 7.2.0 (its command line only: this is trapframe ${packageJson.version}, which is not QEMU)\n`;

export const qemu: Command = {
  name: 'qemu',
  usage: 'ARGS...',
  summary:
    'Takes what Makefiles of courses pass to qemu-system-riscv64, and runs it here: make QEMU="trapframe qemu" qemu.',
  flags: {},
  runs: false,
  async run(words, around) {
    if (words.some((word) => /^--?version$/.test(word))) {
      around.output.write(VERSION);
      return 0;
    }
    if (words.some((word) => /^--?h(elp)?$/.test(word))) {
      around.output.write(QEMU_HELP);
      return 0;
    }
    const request = parseQemu(words);
    for (const remark of request.remarks) around.say(`trapframe qemu: ${remark}`);
    return new QemuRun(request, around).run();
  },
};

/** The machine, from its start to its end, with all resets between. */
class QemuRun {
  private serial: number[] = [];
  private readonly stop = new AbortController();
  private readonly around: Surroundings;

  constructor(
    private readonly request: QemuRequest,
    around: Surroundings,
  ) {
    around.interrupt.addEventListener('abort', () => this.stop.abort(), { once: true });
    this.around = { ...around, interrupt: this.stop.signal };
  }

  async run(): Promise<number> {
    const { disk, idleDrives } = this.request;
    // As QEMU does: a drive that cannot be read is a mistake, used or not.
    for (const file of idleDrives) await this.around.host.files.readFile(file, fileLimits.disk);
    let image = disk && (await this.around.host.files.readFile(disk.file, fileLimits.disk));
    if (disk?.isKept) await this.around.checkWritable(disk.file);
    for (;;) {
      const machine = await this.boot(image);
      const end = await this.drive(machine);
      await this.around.output.flush();
      image = machine.readDisk();
      if (end.kind === 'reset' && !this.request.rebootEnds) continue;
      if (disk?.isKept && image) await this.around.writeFile(disk.file, image);
      await this.writeSerial();
      if (end.kind === 'stuck') this.around.say(`trapframe qemu: nothing can ever run again: ${end.reason}`);
      return end.kind === 'finished' ? end.code & 0xff : 0;
    }
  }

  private async boot(disk: Uint8Array | undefined): Promise<Machine> {
    const { bios, kernel, initrd, append, memory, cpus } = this.request;
    const { files } = this.around.host;
    return bootPlain({
      firmware: await firmwareNamed(bios === 'default' ? 'builtin' : bios, this.around.host),
      kernel:
        kernel === undefined
          ? undefined
          : { path: kernel, bytes: await files.readFile(kernel, fileLimits.kernel) },
      initrd: initrd === undefined ? undefined : await files.readFile(initrd, fileLimits.disk),
      bootargs: append,
      memory,
      cpus,
      disk,
    });
  }

  private async drive(machine: Machine): Promise<RunEnd> {
    const { serial, gdb, stands } = this.request;
    const console = new ConsoleOnce((byte) => this.take(byte));
    const { stdin } = this.around;
    if (serial.kind === 'stdio' && stdin) {
      if (serial.escapes) {
        const keys = new EscapeKeys(
          () => this.stop.abort(),
          (text) => this.around.output.write(text),
        );
        stdin.filter = (bytes) => keys.filter(bytes);
      }
      await stdin.connect(machine.input, new Uint8Array(0));
    }
    const limit = Number.MAX_SAFE_INTEGER;
    if (gdb === undefined)
      return drive(machine, limit, this.around, [console], new QuietEnd(machine, this.request.maxIdle));
    const place = { place: { port: gdb }, isFree: !stands };
    return driveUnderGdb(machine, limit, this.around, [console], place, (end) =>
      end.kind === 'finished' ? end.code & 0xff : 0,
    );
  }

  private take(byte: number): void {
    const { kind } = this.request.serial;
    if (kind === 'stdio') this.around.output.writeByte(byte);
    else if (kind === 'file') this.serial.push(byte);
  }

  private async writeSerial(): Promise<void> {
    const { serial } = this.request;
    if (serial.kind === 'file') await this.around.writeFile(serial.path, Uint8Array.from(this.serial));
  }
}
