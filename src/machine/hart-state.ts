import { HART_SIZE, RAM_OFFSET, Slot, WORKING_END } from './layout';
import type { Checkpoint, DeviceState } from './checkpoint';
import { Digest } from './digest';
import type { State } from './state';

/**
 * The part of a hart's bytes that is its state. The rest is how the engine works on it: buffers in use, budget, operands of slow
 * accesses; those must not tell two equal machines apart.
 */
const WORKING: readonly { start: Slot; bytes: number }[] = [
  { start: Slot.address, bytes: 16 },
  { start: Slot.budget, bytes: 8 },
  { start: Slot.readTlb, bytes: 12 },
  { start: Slot.lines, bytes: 4 },
  { start: Slot.ip, bytes: WORKING_END - Slot.ip },
];

/** A copy of the state of the hart in place. */
export function saveHart(state: State): Uint8Array {
  const bytes = state.u8.slice(0, HART_SIZE);
  for (const { start, bytes: length } of WORKING) bytes.fill(0, start, start + length);
  // A reservation is a host address, which depends on the layout of this memory alone.
  const view = new DataView(bytes.buffer);
  const reservation = view.getInt32(Slot.reservation, true);
  if (reservation >= 0) view.setInt32(Slot.reservation, reservation - RAM_OFFSET, true);
  return bytes;
}

/** Undoes `saveHart`. The translation buffers must be chosen anew and flushed. */
export function restoreHart(state: State, bytes: Uint8Array): void {
  state.u8.set(bytes, 0);
  const reservation = state.low(Slot.reservation);
  if (reservation >= 0) state.setLow(Slot.reservation, reservation + RAM_OFFSET);
}

/** Equal for equal states, on every platform. @param timing what else is to tell two machines apart, if anything */
export function hashMachine(checkpoint: Omit<Checkpoint, 'timing'>, timing: Uint8Array | undefined): string {
  const digest = new Digest();
  digest.number(checkpoint.instant);
  digest.number(checkpoint.memory);
  for (const hart of checkpoint.harts) {
    const words = new Int32Array(hart.buffer, hart.byteOffset, hart.byteLength / 4);
    digest.words(words, 0, words.length);
  }
  for (const [page, contents] of [...checkpoint.pages].sort(([a], [b]) => a - b)) {
    digest.number(page);
    if (typeof contents === 'number') digest.word(contents);
    else
      digest.words(
        new Int32Array(contents.buffer, contents.byteOffset, contents.byteLength / 4),
        0,
        contents.byteLength / 4,
      );
  }
  digest.text(canonical(checkpoint.devices));
  if (timing)
    digest.words(new Int32Array(timing.buffer, timing.byteOffset, timing.length / 4), 0, timing.length / 4);
  return digest.result();
}

/** JSON with the keys of every object in order. */
function canonical(value: DeviceState): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join()}}`;
}
