import { pmpRegions } from './protection';
import { virtualAddress, physicalAddress } from './addresses';
import type { Descriptor, Patch } from './descriptor';
import { Emitter, LITERALS_SIZE, RECOVERY, SAFE, type Mode } from './emitter';
import { harness } from './harness';
import { DATA, PAGE, SHUFFLED, SUPERVISOR_CODE, TRAMPOLINE, TRAMPOLINE_OFFSET, WINDOW } from './memory-map';
import { randomPatches, type Space } from './page-tables';
import { Random } from './random';
import { Bits, type Situation } from './situation';
import { emitSlot } from './slots';

/** Instructions of a block at most; a slot is one, or a few that belong together. */
export const SLOTS = 64;
const MAX_SIZE = 1400;
const POINTERS = [2, 9, 10, 11, 12, 13, 14];

export interface Block {
  readonly emitter: Emitter;
  readonly descriptor: Descriptor;
  /** Offset in the code of its first byte, which is the first literal, and bytes. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What the blocks of a program share. */
export interface Surroundings {
  readonly seed: number;
  readonly spaces: readonly Space[];
  /** menvcfg.STCE, the same in all blocks. */
  readonly supervisorTimer: boolean;
  /** Blocks from this number on may lock PMP regions. */
  readonly lockFrom: number;
}

/**
 * The block of this number.
 * @param free offsets of free room in the two kinds of code (in order, and shuffled)
 * @param limit slots; the rest is cut off (what is in front of it stays as it is)
 */
export function generateBlock(
  around: Surroundings,
  number: number,
  free: { ordered: number; shuffled: number },
  limit = Infinity,
): Block {
  const random = new Random(around.seed, number, 0x1234_5678);
  const mode: Mode = random.pick(['M', 'S', 'S', 'U', 'U']);
  const translated = random.below(4) !== 0;
  const spaceNumber = random.below(around.spaces.length);
  const space = around.spaces[spaceNumber];
  const shuffled = translated && mode !== 'M' && random.once(3);
  const offset = (shuffled ? SHUFFLED : 0) + roundUp(shuffled ? free.shuffled : free.ordered, 8);
  const start = offset + LITERALS_SIZE + 2 * random.below(2);

  const addresses = (memory = false): bigint =>
    (emitter.mode === 'M' && translated && !memory ? random.once(2) : emitter.mode !== 'M' && translated)
      ? virtualAddress(random, memory)
      : physicalAddress(random, memory);
  const emitter = new Emitter(random, start, mode, translated, addresses);
  const safeAddress = (m: Mode): bigint =>
    (m === 'M' || !translated ? BigInt(DATA) : WINDOW + BigInt(m === 'S' ? PAGE : 0)) + 64n;

  const protection = pmpRegions(random, number, around.lockFrom);
  const interrupts = random.once(3);
  const status = randomStatus(random, mode);
  const waits = mode === 'S' && random.once(3);
  const interrupt = waits ? 2n : random.pick([2n, 0x20n, 0x200n]);
  // Deviations "counters", "stimecmp-off": the timer is always reached, or never.
  const reached = around.supervisorTimer && (interrupt === 0x20n || random.once(2));
  const situation: Situation = {
    interrupt,
    spaces: around.spaces,
    space: translated ? spaceNumber : undefined,
    supervisorTimer: around.supervisorTimer,
    safeAddress,
    isSafe: !protection.narrow,
    traps: { TSR: (status & Bits.TSR) !== 0n },
    end: () => end(),
    waits,
    modes: [],
  };

  const registers = Array.from({ length: 31 }, () => random.value());
  for (const pointer of POINTERS) {
    emitter.pointers.add(pointer);
    registers[pointer - 1] = addresses();
  }
  registers[SAFE - 1] = safeAddress(mode);

  let endSize = 0;
  const end = (): bigint => emitter.addressOf(endSize, emitter.mode);
  const startMode = mode;
  for (let slot = 0; slot < SLOTS && emitter.size < MAX_SIZE; slot++) {
    emitter.slot();
    emitSlot(emitter, situation);
  }
  // The mode at the end is that behind the last slot which is left: slots that change it tell.
  const cut = limit < emitter.slots.length ? emitter.slots[limit] : emitter.size;
  endSize = cut;
  emitter.mode = situation.modes.filter(({ size }) => size <= cut).at(-1)?.mode ?? startMode;
  emitter.halves.length = cut / 2;
  emitter.half(EBREAK);
  // What is behind the end is never reached, but fetched together with it.
  emitter.half(NOP);

  registers[RECOVERY - 1] = emitter.addressOf(endSize, startMode);
  const handler = translated ? SUPERVISOR_CODE + BigInt(TRAMPOLINE_OFFSET) : BigInt(TRAMPOLINE);
  const csrs: Record<string, bigint> = {
    menvcfg: (around.supervisorTimer ? 1n << 63n : 0n) | BigInt(random.below(2)),
    satp: translated ? satpOf(random, space) : 0n,
    // Where nothing can be executed, the supervisor's handler cannot either.
    medeleg: protection.closed || random.once(3) ? 0n : random.long() & 0xb1ffn,
    mideleg: protection.closed ? 0n : random.long() & 0x222n,
    mie: interrupts ? random.long() & (0x888n | interrupt) : 0n,
    mip: interrupts ? random.long() & 0x222n : 0n,
    stvec: handler | BigInt(random.below(2)),
    mtvec: BigInt(harness().vectors + random.below(2)),
    mcounteren: random.once(3) ? 0n : random.long() & 7n,
    scounteren: random.once(3) ? 0n : random.long() & 7n,
    senvcfg: BigInt(random.below(2)),
    sscratch: random.value(),
    sepc: random.value() & ~1n,
    scause: random.value() & ((1n << 63n) | 15n),
    stval: random.value(),
    stimecmp: reached ? 0n : 0xffff_ffff_ffff_ffffn,
    mcountinhibit: 0n,
    ...protection.csrs,
    mstatus: status,
    mepc: emitter.addressOf(0, startMode),
  };
  if (waits && !protection.closed) {
    // wfi finds a delegated interrupt that is pending, enabled, and not taken.
    csrs.mideleg |= 2n;
    csrs.mie |= 2n;
    csrs.mip |= 2n;
    csrs.mstatus = csrs.mstatus & ~Bits.SIE;
  }
  const patches: Patch[] = !translated ? [] : randomPatches(random, space);
  const literals = emitter.literalValues();
  const bytes = new Uint8Array(roundUp(start - offset + emitter.size, 8));
  const view = new DataView(bytes.buffer);
  literals.forEach((value, index) =>
    view.setBigUint64(start - offset - LITERALS_SIZE + 8 * index, BigInt.asUintN(64, value), true),
  );
  emitter.halves.forEach((half, index) => view.setUint16(start - offset + 2 * index, half, true));
  return {
    emitter,
    offset,
    bytes,
    descriptor: {
      end: end(),
      csrs,
      registers,
      patches,
      tables: [space.root, space.regions, space.pages],
    },
  };
}

/** The registers in which a later pass of a block begins: other operands, and the same addresses in another order. */
export function otherOperands(random: Random, { descriptor }: Block): bigint[] {
  const pointers = random.shuffle(POINTERS.map((register) => descriptor.registers[register - 1]));
  return descriptor.registers.map((value, n) => {
    const register = n + 1;
    if (register === SAFE || register === RECOVERY) return value;
    return POINTERS.includes(register) ? pointers[POINTERS.indexOf(register)] : random.value();
  });
}

const EBREAK = 0x9002;
const NOP = 0x0001;

function randomStatus(random: Random, mode: Mode): bigint {
  let status = { M: 3n, S: 1n, U: 0n }[mode] << 11n;
  status |= random.long() & (Bits.SPIE | Bits.SPP | Bits.SIE | Bits.MPIE | Bits.SUM | Bits.MXR);
  for (const bit of [Bits.TVM, Bits.TW, Bits.TSR]) if (random.once(4)) status |= bit;
  return status;
}

export const satpOf = (random: Random, space: Space): bigint =>
  (8n << 60n) | (BigInt(random.below(0x1_0000)) << 44n) | BigInt(space.root / PAGE);

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;
