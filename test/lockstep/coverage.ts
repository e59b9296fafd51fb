import type { SystemOperation } from '../../src/isa/row';
import { rows } from '../../src/isa/rows';
import { compressedRows } from '../../src/isa/rows/compressed';
import type { Mode } from './emitter';

/** Instructions that are illegal in some modes (privileged specification, "Supervisor Instructions", "Machine-Mode Privileged Instructions"). */
const PRIVILEGED: Partial<Record<SystemOperation, readonly Mode[]>> = {
  mret: ['M'],
  sret: ['M', 'S'],
  sfenceVma: ['M', 'S'],
  wfi: ['M', 'S'],
};
const ALL: readonly Mode[] = ['M', 'S', 'U'];

/** Every instruction, with each mode in which it is legal: `addi M`. */
const legal: readonly string[] = [
  ...rows.flatMap(({ name, meaning }) =>
    ((meaning.kind === 'system' && PRIVILEGED[meaning.operation]) || ALL).map((mode) => `${name} ${mode}`),
  ),
  ...compressedRows.flatMap(({ name }) => ALL.map((mode) => `${name} ${mode}`)),
];

/** How often each instruction was compared, by name and mode. */
export class Coverage {
  private readonly counts = new Map<string, number>();

  add(block: ReadonlyMap<string, number>): void {
    for (const [key, count] of block) this.counts.set(key, (this.counts.get(key) ?? 0) + count);
  }

  get entries(): (readonly [string, number])[] {
    return legal.map((key) => [key, this.counts.get(key) ?? 0]);
  }

  /** The one that was compared least. */
  get rarest(): { name: string; count: number } {
    const [name, count] = this.entries.reduce((least, entry) => (entry[1] < least[1] ? entry : least));
    return { name, count };
  }
}
