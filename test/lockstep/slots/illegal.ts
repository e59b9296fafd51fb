import { decode } from '../../../src/isa/decode';
import { rows } from '../../../src/isa/rows';
import type { Emitter } from '../emitter';

/** Bits that are no instruction: random ones, or an instruction with a few bits changed. */
export function illegal(emitter: Emitter): void {
  const { random } = emitter;
  for (let attempt = 0; attempt < 20; attempt++) {
    if (random.once(3)) {
      const half = random.below(0x1_0000);
      if ((half & 3) === 3 || decode(half)) continue;
      emitter.cover('(illegal compressed)');
      emitter.half(half);
      return;
    }
    const row = random.pick(rows);
    const word = random.once(2)
      ? random.word() | 3
      : ((random.word() & ~row.mask) | row.match) ^
        (1 << (2 + random.below(30))) ^
        (random.below(2) << random.below(32));
    if ((word & 3) !== 3 || decode(word)) continue;
    emitter.cover('(illegal)');
    emitter.word(word);
    return;
  }
}
