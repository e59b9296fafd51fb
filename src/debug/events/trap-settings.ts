import { hex } from '../../base/integers';
import { csrNumber } from '../../isa/csrs';
import type { Hart } from '../../machine/types';

/** How the words begin that tell of something the hardware remembers. */
export const HARDWARE = 'the hardware ';

const TIMER = 1n << 5n;
const DEVICES = 1n << 9n;
const PAGE_NUMBER = (1n << 44n) - 1n;

/** What the hardware has been told about traps and translation, as far as it has been told of here. */
export class TrapSettings {
  private readonly known = new Map<string, bigint>();

  save(): ReadonlyMap<string, bigint> {
    return new Map(this.known);
  }

  restore(known: ReadonlyMap<string, bigint>): void {
    this.known.clear();
    for (const [name, value] of known) this.known.set(name, value);
  }

  /** What has changed on this CPU since the last call, in words. */
  news(hart: Hart): string[] {
    const words: string[] = [];
    const look = (name: string, tell: (value: bigint, before: bigint) => void): void => {
      const value = hart.readCsr(csrNumber(name)!) ?? 0n;
      const key = `${hart.id} ${name}`;
      const before = this.known.get(key) ?? 0n;
      this.known.set(key, value);
      if (value !== before) tell(value, before);
    };
    look('stvec', (value) => words.push(`remembers the address of the trap vector: ${hex(value)}`));
    look('satp', (value) => {
      const root = (value & PAGE_NUMBER) << 12n;
      words.push(
        value === 0n ? 'translates no addresses' : `translates addresses by the page table at ${hex(root)}`,
      );
    });
    look('sie', (value, before) => {
      const added = value & ~before;
      if (added & TIMER) words.push('accepts interrupts of the timer');
      if (added & DEVICES) words.push('accepts interrupts of devices');
    });
    return words.map((text) => HARDWARE + text);
  }
}
