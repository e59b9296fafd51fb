import { evaluate } from '../isa/evaluate';
import type { Meaning } from '../isa/row';
import { AccessResult, type DataAccess } from './data-access';
import type { DecodeCache } from './decode-cache';
import { SlowResult } from './engine/exits';
import { operations, type RowOperation } from './engine/operations';
import type { InstructionFetch } from './instruction-fetch';
import { Entry, Slot } from './layout';
import type { State } from './state';
import type { SystemInstructions } from './system-instructions';
import type { MemoryWatches } from './watches';

/** Everything that the engine's loop leaves to TypeScript, by operation. */
export class SlowPath {
  constructor(
    private readonly state: State,
    private readonly code: DecodeCache,
    private readonly fetch: InstructionFetch,
    private readonly data: DataAccess,
    private readonly system: SystemInstructions,
    private readonly watches: MemoryWatches,
  ) {}

  /** See SlowWork.execute. */
  run(number: number, ip: number): number {
    const operation = operations[number];
    if (operation.kind === 'sequence')
      return this.runMeaning(operation.parts[0].row.meaning, operation.parts[0], ip);
    if (operation.kind === 'row') return this.runMeaning(operation.row.meaning, operation, ip);
    if (operation.kind === 'nothing') throw new Error('the engine does nothing by itself');
    switch (operation.special) {
      case 'undecoded':
        this.code.decodeAt(ip);
        return SlowResult.retry;
      case 'crossing':
        return this.fetch.crossing() ? SlowResult.scratch : SlowResult.jump;
      case 'forbidden':
        this.fetch.forbidden();
        return SlowResult.jump;
      case 'illegal':
        this.system.illegal();
        return SlowResult.jump;
      default:
        throw new Error(`the engine handles ${operation.special} itself`);
    }
  }

  private runMeaning(meaning: Meaning, { length, discards }: RowOperation, ip: number): number {
    switch (meaning.kind) {
      case 'load':
        // With nowhere to go, the loop does not load by itself.
        return this.afterAccess(this.data.load(meaning.width, meaning.signed, !discards), length, ip);
      case 'store':
        return this.afterAccess(this.data.store(meaning.width), length);
      case 'amo':
      case 'loadReserved':
      case 'storeConditional':
        return this.atomic(meaning, ip) ? length : SlowResult.jump;
      case 'csr':
        return this.system.csr(ip, meaning.write, meaning.source === 'immediate', length);
      case 'fenceI':
        // Stores to decoded instructions invalidate them at once: nothing is left to do.
        return length;
      case 'system':
        return this.system.run(meaning.operation, length);
      default:
        throw new Error(`the engine handles ${meaning.kind} itself`);
    }
  }

  /** @param destination the entry of a load */
  private afterAccess(result: AccessResult, length: number, destination?: number): number {
    if (result === AccessResult.retry) return SlowResult.retry;
    if (result === AccessResult.trapped) return SlowResult.jump;
    if (destination !== undefined) this.writeDestination(destination, this.state.get(Slot.value));
    return length;
  }

  /** The address is that in rs1. @returns false when a trap was taken */
  private atomic(
    meaning: Meaning & { kind: 'amo' | 'loadReserved' | 'storeConditional' },
    ip: number,
  ): boolean {
    const { state } = this;
    const { width } = meaning;
    const host = this.data.atomic(width, meaning.kind !== 'loadReserved');
    if (host === 0) return false;
    if (meaning.kind === 'amo' && isSwap(meaning)) {
      this.swap(host, width, ip);
      return true;
    }
    const bits = 8 * width;
    const old = BigInt.asIntN(bits, width === 8 ? state.u64[host >> 3] : BigInt(state.i32[host >> 2]));
    const rs2 = state.u64[state.u8[ip + Entry.rs2] >> 3];
    switch (meaning.kind) {
      case 'amo':
        this.watches.read(host, width);
        this.write(host, width, evaluate(meaning.value, { old, rs2 }));
        this.writeDestination(ip, old);
        break;
      case 'loadReserved':
        state.setLow(Slot.reservation, host);
        this.watches.read(host, width);
        this.writeDestination(ip, old);
        break;
      case 'storeConditional': {
        const reserved = state.low(Slot.reservation) === host;
        if (reserved) this.write(host, width, rs2);
        state.setLow(Slot.reservation, -1);
        this.writeDestination(ip, reserved ? 0n : 1n);
      }
    }
    return true;
  }

  /** What locks are made of, and so what a hart that waits for one does all the time: without BigInt. */
  private swap(host: number, width: 4 | 8, ip: number): void {
    const { i32, u8 } = this.state;
    const source = u8[ip + Entry.rs2] >> 2;
    const destination = u8[ip + Entry.rd] >> 2;
    const place = host >> 2;
    this.watches.read(host, width);
    const low = i32[place];
    const high = width === 8 ? i32[place + 1] : low >> 31;
    i32[place] = i32[source];
    if (width === 8) i32[place + 1] = i32[source + 1];
    if (destination !== 0) {
      i32[destination] = low;
      i32[destination + 1] = high;
    }
    this.watches.wrote(host, width);
  }

  private write(host: number, width: 4 | 8, value: bigint): void {
    if (width === 8) this.state.u64[host >> 3] = BigInt.asUintN(64, value);
    else this.state.i32[host >> 2] = Number(BigInt.asIntN(32, value));
    this.watches.wrote(host, width);
  }

  private writeDestination(ip: number, value: bigint): void {
    this.state.setRegister(this.state.u8[ip + Entry.rd] >> 3, BigInt.asUintN(64, value));
  }
}

/** Does the operand itself go to memory? */
const isSwap = ({ value }: Meaning & { kind: 'amo' }): boolean =>
  value.kind === 'leaf' && value.leaf === 'rs2';
