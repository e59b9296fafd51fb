import { MAX_HARTS, PAGE_SIZE, RAM_OFFSET, Slot } from './layout';
import { type Privilege } from './stop';

/**
 * The bytes of a machine, and named access to the state of the hart whose turn it is. Values of 64 bits
 * are kept as two 32-bit halves where that avoids BigInt on a hot path.
 */
export class State {
  readonly memory: WebAssembly.Memory;
  readonly u8: Uint8Array<ArrayBuffer>;
  readonly u16: Uint16Array<ArrayBuffer>;
  readonly i32: Int32Array<ArrayBuffer>;
  readonly u64: BigUint64Array<ArrayBuffer>;
  readonly f64: Float64Array<ArrayBuffer>;
  readonly view: DataView<ArrayBuffer>;

  constructor(
    /** Bytes of RAM. */
    readonly ramSize: number,
    readonly cpus: number,
  ) {
    if (cpus < 1 || cpus > MAX_HARTS) throw new RangeError(`cpus: ${cpus}; 1 to ${MAX_HARTS}`);
    const pages = Math.ceil((RAM_OFFSET + ramSize + ramSize / PAGE_SIZE) / 65536);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { buffer } = this.memory as { buffer: ArrayBuffer };
    this.u8 = new Uint8Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u64 = new BigUint64Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.view = new DataView(buffer);
  }

  get(slot: Slot): bigint {
    return this.u64[slot >> 3];
  }
  set(slot: Slot, value: bigint): void {
    this.u64[slot >> 3] = value;
  }
  /** The low half of a slot, or an i32 slot. */
  low(slot: Slot): number {
    return this.i32[slot >> 2];
  }
  high(slot: Slot): number {
    return this.i32[(slot >> 2) + 1];
  }
  setLow(slot: Slot, value: number): void {
    this.i32[slot >> 2] = value;
  }
  setHalves(slot: Slot, low: number, high: number): void {
    this.i32[slot >> 2] = low;
    this.i32[(slot >> 2) + 1] = high;
  }
  /** Adds a small number to a 64-bit value. */
  add(slot: Slot, increment: number): void {
    const low = this.low(slot) >>> 0;
    const sum = (low + increment) >>> 0;
    this.setLow(slot, sum);
    if (sum < low) this.i32[(slot >> 2) + 1]++;
  }
  copy(to: Slot, from: Slot): void {
    this.setHalves(to, this.low(from), this.high(from));
  }
  getNumber(slot: Slot): number {
    return this.f64[slot >> 3];
  }
  setNumber(slot: Slot, value: number): void {
    this.f64[slot >> 3] = value;
  }

  get privilege(): Privilege {
    return this.low(Slot.privilege) as Privilege;
  }
  /** Fields of mstatus that are state lie in its low half; the high half is fixed. */
  get mstatus(): number {
    return this.low(Slot.mstatus);
  }
  set mstatus(value: number) {
    this.setLow(Slot.mstatus, value);
  }

  register(index: number): bigint {
    return this.u64[(Slot.registers >> 3) + index];
  }
  setRegister(index: number, value: bigint): void {
    if (index !== 0) this.u64[(Slot.registers >> 3) + index] = value;
  }
}
