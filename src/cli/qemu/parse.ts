import { UserError } from '../../base/errors';
import { options } from '../../debug/launch/options';
import { nearName } from '../../toolchain/assembler/text/near-names';
import { Devices } from './devices';
import type { QemuRequest, Serial } from './request';
import { property, properties, sizeOf, wholeNumber } from './values';

const DEFAULT_MEMORY = 128 * 2 ** 20;
const MOST_CPUS = 8;
const GDB_PORT = 1234;

/** Options that change nothing here, with how many words follow each: time is the number of instructions anyway, logs are QEMU's own. */
const WITHOUT_EFFECT: Readonly<Record<string, 0 | 1>> = {
  accel: 1,
  cpu: 1,
  D: 1,
  d: 1,
  icount: 1,
  k: 1,
  L: 1,
  name: 1,
  'no-shutdown': 0,
  nodefaults: 0,
  parallel: 1,
  pidfile: 1,
  rtc: 1,
  vga: 1,
};

/** The options that mean something, with how many words follow each. */
const KNOWN: Readonly<Record<string, 0 | 1>> = {
  append: 1,
  bios: 1,
  device: 1,
  display: 1,
  drive: 1,
  gdb: 1,
  global: 1,
  initrd: 1,
  kernel: 1,
  M: 1,
  m: 1,
  machine: 1,
  'max-idle': 1,
  monitor: 1,
  netdev: 1,
  'no-reboot': 0,
  nographic: 0,
  object: 1,
  S: 0,
  s: 0,
  serial: 1,
  smp: 1,
  snapshot: 0,
  ...WITHOUT_EFFECT,
};

/**
 * Reads the words that follow `qemu-system-riscv64`.
 * @throws UserError naming the option that is not understood, and what is
 */
export function parseQemu(words: readonly string[]): QemuRequest {
  let bios = 'default';
  let kernel: string | undefined;
  let append = '';
  let initrd: string | undefined;
  let memory = DEFAULT_MEMORY;
  let cpus = 1;
  let serial: Serial | undefined;
  let monitorOnStdio = false;
  let nographic = false;
  let gdb: number | undefined;
  let stands = false;
  let rebootEnds = false;
  let maxIdle = options.maxIdle.default;
  const devices = new Devices();

  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift()!;
    if (!word.startsWith('-'))
      throw new UserError(`${word}: a disk is given with -drive, a kernel with -kernel`);
    const name = word.replace(/^--?/, '');
    if (!Object.hasOwn(KNOWN, name)) throw unknown(word, name);
    const value = KNOWN[name] === 1 ? rest.shift() : '';
    if (value === undefined) throw new UserError(`${word} needs a value`);
    switch (name) {
      case 'append':
        append = value;
        break;
      case 'bios':
        bios = value;
        break;
      case 'kernel':
        kernel = value;
        break;
      case 'initrd':
        initrd = value;
        break;
      case 'M':
      case 'machine':
        checkMachine(value);
        break;
      case 'm':
        memory = sizeOf('-m', property(value, 'size') ?? value.split(',')[0]);
        break;
      case 'smp':
        cpus = wholeNumber('-smp', property(value, 'cpus') ?? value.split(',')[0], 1, MOST_CPUS);
        break;
      case 'nographic':
        nographic = true;
        break;
      case 'serial':
        // Further serial lines have no device here.
        serial ??= serialOf(value);
        break;
      case 'monitor':
        monitorOnStdio = value === 'stdio' || value === 'mon:stdio';
        break;
      case 'S':
        stands = true;
        break;
      case 's':
        gdb = GDB_PORT;
        break;
      case 'gdb':
        gdb = gdbPort(value);
        break;
      case 'max-idle':
        maxIdle = wholeNumber(word, value, 1, Number.MAX_SAFE_INTEGER);
        break;
      case 'no-reboot':
        rebootEnds = true;
        break;
      case 'snapshot':
        devices.isSnapshot = true;
        break;
      case 'drive':
        devices.drive(properties(value));
        break;
      case 'device':
        devices.device(value);
        break;
      case 'netdev':
        devices.network(`-netdev ${value.split(',')[0]}`);
        break;
      case 'object':
        devices.object(value);
        break;
    }
  }
  if (monitorOnStdio)
    devices.remark('-monitor stdio: there is no monitor; gdb knows all that one asks it for');
  return {
    bios,
    kernel,
    append,
    initrd,
    memory,
    cpus,
    disk: devices.disk(),
    idleDrives: devices.idleDrives(),
    serial: serial ?? { kind: 'stdio', escapes: nographic },
    gdb,
    stands,
    rebootEnds,
    maxIdle,
    remarks: devices.remarks,
  };
}

function unknown(word: string, name: string): UserError {
  const near = nearName(name, Object.keys(KNOWN));
  return new UserError(`${word} is not understood${near ? `; did you mean -${near}?` : ' (see -help)'}`);
}

function checkMachine(value: string): void {
  const name = property(value, 'type') ?? value.split(',')[0];
  if (name !== 'virt') throw new UserError(`-machine ${name}: there is only virt`);
}

function serialOf(value: string): Serial {
  if (value === 'stdio') return { kind: 'stdio', escapes: false };
  if (value === 'mon:stdio') return { kind: 'stdio', escapes: true };
  if (value === 'none' || value === 'null') return { kind: 'none' };
  if (value.startsWith('file:') && value.length > 5) return { kind: 'file', path: value.slice(5) };
  throw new UserError(`-serial ${value}: there are stdio, mon:stdio, file:PATH and none`);
}

/** `tcp::PORT`, with the name or address of this computer before the second colon. */
function gdbPort(value: string): number | undefined {
  if (value === 'none') return undefined;
  const port = /^tcp:(?:localhost|127\.0\.0\.1|0\.0\.0\.0)?:(\d+)(?:,.*)?$/.exec(value)?.[1];
  if (port === undefined) throw new UserError(`-gdb ${value}: it takes tcp::PORT`);
  return wholeNumber('-gdb tcp:: PORT', port, 0, 65535);
}
