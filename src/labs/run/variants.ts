import type { LabRun } from '../format/lab';

/** Values of options by which the runs of a lab differ. */
export type Variant = Readonly<Record<string, unknown>>;

/** What a submission draws of the options that each has a value of its own for. The same name, the same values. */
export function drawn({ perStudent }: LabRun, student: string): Record<string, number> {
  const draw = ([option, { from, to }]: [string, { from: number; to: number }]): [string, number] => [
    option,
    from + (hashOf(`${student}\0${option}`) % (to - from + 1)),
  ];
  return Object.fromEntries(Object.entries(perStudent).map(draw));
}

/** All combinations of the values that options take in turn; the last option changes fastest. */
export function variantsOf(run: LabRun, student: string): readonly Variant[] {
  let all: Variant[] = [drawn(run, student)];
  for (const [option, values] of Object.entries(run.vary)) {
    all = all.flatMap((one) => values.map((value) => ({ ...one, [option]: value })));
  }
  return all;
}

/** `with timeSlice 500 and seed 3`; empty where there is nothing to tell. */
export function variantInWords(variant: Variant): string {
  const parts = Object.entries(variant).map(
    ([option, value]) => `${option} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return parts.length === 0 ? '' : `with ${parts.join(' and ')}`;
}

/** FNV-1a, 32 bits, over UTF-8. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
