import { hex } from '../../base/integers';
import { decode } from '../../isa/decode';
import { disassemble } from '../../isa/disassemble';
import { abiNames } from '../../isa/registers';
import type { Stretch, TransientLoad } from '../../machine/timing/stretch';

/** One instruction that never happened, for people and programs. */
export interface TransientLine {
  readonly pc: string;
  /** As the assembler writes it. */
  readonly instruction: string;
  /** The register that it would have written, and with what. */
  readonly register?: string;
  readonly value?: string;
  readonly load?: LoadJson;
  /** What it would have stored. */
  readonly store?: { readonly address: string; readonly value: string };
}

/** A load that never happened: where, of how many bytes, what went on from it; the bit that refuses it; where its line was. */
export interface LoadJson {
  readonly address: string;
  readonly physical: string;
  readonly width: number;
  readonly value: string;
  readonly refusal?: 'U' | 'R';
  readonly level?: 'first' | 'second' | 'memory';
}

/** The instructions of a stretch as JSON has them; `TransientBody` in the protocol says what each field is. */
export function stretchJson({ load, taken, instructions }: Stretch): {
  load?: LoadJson;
  taken?: boolean;
  instructions: TransientLine[];
} {
  return {
    ...(load && { load: loadJson(load) }),
    ...(taken === undefined ? {} : { taken }),
    instructions: instructions.map(({ pc, word, register, value, load: loaded, store }) => ({
      pc: hex(pc),
      instruction: textOf(word, pc),
      ...(register === undefined ? {} : { register: abiNames[register], value: hex(value!) }),
      ...(loaded && { load: loadJson(loaded) }),
      ...(store && { store: { address: hex(store.address), value: hex(store.value) } }),
    })),
  };
}

function textOf(word: number, pc: bigint): string {
  const decoded = decode(word);
  return decoded ? disassemble(decoded, { address: pc }) : hex(word);
}

const loadJson = ({ address, physical, width, value, refusal, level }: TransientLoad): LoadJson => ({
  address: hex(address),
  physical: hex(physical),
  width,
  value: hex(value),
  ...(refusal && { refusal }),
  ...(level && { level }),
});
