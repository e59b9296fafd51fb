import { hex } from '../base/integers';
import type { HostInterfacePlace } from '../machine/types';
import type { Dma } from './virtio-queue';

const CONSOLE = 1;
const CONSOLE_WRITE = 1;

/** Numbers of the calls that the host carries out, and errors, as Linux has them. */
const WRITE = 64n;
const EXIT = 93n;
const EBADF = 9n;
/** A call: its number and seven arguments; the result takes the place of the number. */
const CALL_SIZE = 64;
/** Longer texts are a mistake of the program. */
const MOST_BYTES = 1n << 20n;

/** What the interface asks of the board. */
interface Board {
  put(byte: number): void;
  finish(code: number): void;
  giveUp(reason: string): void;
}

/**
 * Spike's host-target interface (HTIF), as far as programs of the bare machine use it. A store to the doubleword `tohost` is a
 * command: bits 63 to 56 name a device, 55 to 48 what it is to do, the rest is the payload. Device 0 with an odd payload ends the
 * run with status payload / 2, an even one is the address of a call, of which there are `write` and `exit`; device 1, command 1 prints
 * a character. The host clears `tohost` when it has taken the command, and says by `fromhost` that a call is done.
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
    else if (device === 0 && operation === 0 && this.call(payload)) return;
    else if (device === CONSOLE && operation === CONSOLE_WRITE) this.board.put(Number(payload & 0xffn));
    else this.board.giveUp(`the program asked the host for what it does not do: tohost = ${hex(command)}`);
  }

  /** Carries out the call that lies at an address. @returns false when it is none that there is */
  private call(address: bigint): boolean {
    const { memory, board, place } = this;
    const bytes = memory.read(Number(address), CALL_SIZE);
    if (!bytes) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset, CALL_SIZE);
    const [number, first, second, third] = [0, 8, 16, 24].map((at) => view.getBigUint64(at, true));
    if (number === EXIT) {
      board.finish(Number(BigInt.asUintN(32, first)));
      return true;
    }
    if (number !== WRITE) return false;
    const isConsole = first === 1n || first === 2n;
    const text = third <= MOST_BYTES ? memory.read(Number(second), Number(third)) : undefined;
    if (isConsole && !text) return false;
    for (const byte of (isConsole && text) || []) board.put(byte);
    this.store(Number(address), isConsole ? third : -EBADF);
    if (place.fromhost !== undefined) this.store(place.fromhost, 1n);
    return true;
  }

  private store(address: number, value: bigint): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigInt64(0, BigInt.asIntN(64, value), true);
    this.memory.write(address, bytes);
  }
}
