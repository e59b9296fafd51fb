/** A running kernel with a console, ours or QEMU's: what a conversation needs of it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootImage } from '../../src/debug/launch/images';
import { createBoard } from '../../src/devices/virt';
import type { Machine } from '../../src/machine/types';
import { readElf } from '../../src/toolchain/elf/read';

/** What is booted: a kernel made for `qemu-system-riscv64 -machine virt -bios none`, and its disk. */
export interface GuestFiles {
  readonly kernel: Uint8Array;
  readonly disk: Uint8Array;
  readonly cpus: number;
  /** Bytes of RAM. */
  readonly memory: number;
}

export interface Guest {
  /** Everything that was printed so far. */
  readonly console: string;
  type(text: string): void;
  /** Lets it run until the console satisfies the condition, `times` as long as is usual at most. @returns false when it does not, however long one waits */
  until(condition: (console: string) => boolean, times?: number): Promise<boolean>;
  close(): void;
}

const SLICE = 1_000_000;

/** @param patience steps that one answer may take */
export function guestHere(files: GuestFiles, patience: number): Guest {
  const { kernel, disk, cpus, memory } = files;
  const image = bootImage(readElf(kernel, 'kernel'), 'kernel', memory);
  const machine: Machine = createBoard(image, { memory, cpus, disk });
  let console = '';
  machine.onConsole = (byte) => (console += String.fromCharCode(byte));
  return {
    get console() {
      return console;
    },
    type: (text) => machine.input.type(Uint8Array.from(text, (letter) => letter.charCodeAt(0))),
    until(condition, times = 1) {
      const last = machine.instant + times * patience;
      while (!condition(console)) {
        if (machine.instant >= last) return Promise.resolve(false);
        const { kind } = machine.run(machine.instant + SLICE);
        if (kind !== 'limit') return Promise.resolve(condition(console));
      }
      return Promise.resolve(true);
    },
    close: () => {},
  };
}

/** @param patience milliseconds that one answer may take */
export function guestOnQemu({ kernel, disk, cpus, memory }: GuestFiles, patience: number): Guest {
  const folder = mkdtempSync(join(tmpdir(), 'trapframe-guest-'));
  const [kernelFile, diskFile] = [join(folder, 'kernel'), join(folder, 'disk')];
  writeFileSync(kernelFile, kernel);
  writeFileSync(diskFile, disk);
  const child: ChildProcess = spawn('qemu-system-riscv64', [
    '-machine',
    'virt',
    '-bios',
    'none',
    '-nographic',
    '-monitor',
    'none',
    '-no-reboot',
    '-m',
    `${memory / 2 ** 20}M`,
    '-smp',
    `${cpus}`,
    '-kernel',
    kernelFile,
    '-global',
    'virtio-mmio.force-legacy=false',
    '-drive',
    `file=${diskFile},if=none,format=raw,id=x0`,
    '-device',
    'virtio-blk-device,drive=x0,bus=virtio-mmio-bus.0',
  ]);
  let console = '';
  let ended = false;
  let heard: () => void = () => {};
  child.stdout!.setEncoding('latin1').on('data', (text: string) => {
    console += text;
    heard();
  });
  child.stdin!.on('error', () => undefined);
  child.on('close', () => {
    ended = true;
    heard();
  });
  return {
    get console() {
      return console;
    },
    type: (text) => void child.stdin!.write(text),
    async until(condition, times = 1) {
      const timeout = new AbortController();
      const timer = setTimeout(() => (timeout.abort(), heard()), times * patience);
      while (!condition(console) && !ended && !timeout.signal.aborted) {
        await new Promise<void>((resolve) => (heard = resolve));
      }
      clearTimeout(timer);
      return condition(console);
    },
    close() {
      child.on('close', () => rmSync(folder, { recursive: true }));
      if (ended) rmSync(folder, { recursive: true });
      else child.kill('SIGKILL');
    },
  };
}
