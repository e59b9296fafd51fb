import { hex } from '../base/integers';
import type { HostInterfacePlace } from '../machine/types';
import type { Dma } from './virtio-queue';

const CONSOLE = 1;
const CONSOLE_WRITE = 1;

/** What the interface asks of the board. */
interface Board {
  put(byte: number): void;
  finish(code: number): void;
  giveUp(reason: string): void;
}

/**
 * Spike's host-target interface (HTIF), as far as programs of the bare machine use it. A store to the doubleword `tohost` is a
 * command: bits 63 to 56 name a device, 55 to 48 what it is to do, the rest is the payload. Device 0 with an odd payload ends the
 * run with status payload / 2; device 1, command 1 prints a character. The host clears `tohost` when it has taken the command.
 * It is memory, not a register: it can be read back, and has no state of its own.
 */
export class HostInterface {
  constructor(
    private readonly place: HostInterfacePlace,
    private readonly memory: Dma,
    private readonly board: Board,
  ) {}

  /** Bytes of `tohost` were stored. */
  stored(): void {
    const bytes = this.memory.read(this.place.tohost, 8);
    if (!bytes) return;
    const command = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
    if (command === 0n) return;
    this.memory.write(this.place.tohost, new Uint8Array(8));
    const device = Number(command >> 56n);
    const operation = Number((command >> 48n) & 0xffn);
    const payload = BigInt.asUintN(48, command);
    if (device === 0 && operation === 0 && (payload & 1n) === 1n) this.board.finish(Number(payload >> 1n));
    else if (device === CONSOLE && operation === CONSOLE_WRITE) this.board.put(Number(payload & 0xffn));
    else this.board.giveUp(`the program asked the host for what it does not do: tohost = ${hex(command)}`);
  }
}
