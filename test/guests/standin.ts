import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { capture } from '../../scripts/commands';
import { inRoot } from '../../scripts/root';
import type { Exchange } from './conversation';

const FOLDER = path.join(__dirname, 'standin');
const FLAGS = [
  '-target',
  'riscv64-freestanding-none',
  '-mcpu=generic_rv64+m+a+c+zicsr+zifencei',
  '-mcmodel=medany',
  '-ffreestanding',
  '-nostdlib',
  '-std=gnu23',
  '-O1',
  '-fno-sanitize=undefined',
];

/** The timers that kernels of this kind have used. */
export type Timer = 'CLINT' | 'Sstc';

/** Compiles the stand-in. */
export async function buildStandIn(timer: Timer, harts: number): Promise<Uint8Array> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-standin-'));
  try {
    const image = path.join(folder, 'kernel');
    const { status, output } = await capture(process.execPath, [
      inRoot('node_modules', '@zigc', 'cli', 'bin', 'zig'),
      'cc',
      ...FLAGS,
      `-DHARTS=${harts}`,
      ...(timer === 'CLINT' ? ['-DOLD_TIMER'] : []),
      `-Wl,-T,${path.join(FOLDER, 'standin.ld')}`,
      '-o',
      image,
      path.join(FOLDER, 'standin.c'),
    ]);
    if (status !== 0) throw new Error(`the stand-in cannot be compiled:\n${output}`);
    return readFileSync(image);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const BLOCKS = 64;

/** A disk whose blocks of 1 KiB begin with a text. */
export function standInDisk(): Uint8Array {
  const disk = new Uint8Array(BLOCKS * 1024).map((_, at) => at * 7);
  for (let block = 0; block < BLOCKS; block++) {
    disk.set(new TextEncoder().encode(`this is block ${block}\0`), block * 1024);
  }
  return disk;
}

export const standInConversation = (harts: number): Exchange[] => [
  {
    type: '',
    expect: [
      /the stand-in is booting/,
      ...Array.from({ length: harts - 1 }, (_, n) => new RegExp(`hart ${n + 1} starting`)),
    ],
  },
  { type: 'echo hello there', expect: [/\nhello there\n/] },
  { type: 'read 0', expect: [/\nthis is block 0\n/] },
  { type: 'read 41', expect: [/\nthis is block 41\n/] },
  { type: 'write 41 changed by hand', expect: [/hand\n\$ $/] },
  { type: 'read 41', expect: [/\nchanged by hand\n/] },
  { type: `sum ${BLOCKS}`, expect: [/\n0x[0-9a-f]+\n/] },
  { type: 'ticks', expect: [/\nthree ticks\n/] },
  { type: 'harts', expect: Array.from({ length: harts }, (_, n) => new RegExp(`hart ${n} ticks`)) },
  { type: 'a line that is longer than the FIFO of the UART is', expect: [/what is a line .* is\?\n/] },
  { type: 'halt', expect: [/\nbye\n/], last: true },
];
