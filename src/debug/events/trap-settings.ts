import { csrNumber } from '../../isa/csrs';
import type { Hart } from '../../machine/types';
import type { BootFact } from './event';

const TIMER = 1n << 5n;
const DEVICES = 1n << 9n;

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

  /** What has changed on this CPU since the last call. */
  news(hart: Hart): BootFact[] {
    const news: BootFact[] = [];
    const tell = (csr: 'stvec' | 'satp' | 'sie', value: bigint): void => {
      news.push({ kind: 'boot', boot: 'setting', csr, value });
    };
    const look = <N extends string>(
      name: N,
      change: (value: bigint, before: bigint, name: N) => void,
    ): void => {
      const value = hart.readCsr(csrNumber(name)!) ?? 0n;
      const key = `${hart.id} ${name}`;
      const before = this.known.get(key) ?? 0n;
      this.known.set(key, value);
      if (value !== before) change(value, before, name);
    };
    look('stvec', (value, _before, name) => tell(name, value));
    look('satp', (value, _before, name) => tell(name, value));
    look('sie', (value, before, name) => {
      for (const bit of [TIMER, DEVICES]) if (value & ~before & bit) tell(name, bit);
    });
    return news;
  }
}
