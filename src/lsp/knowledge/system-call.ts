import { Register, registerNumber } from '../../isa/registers';
import { systemCallConstants, systemCalls, type SystemCall } from '../../toolchain/system-calls';
import type { Piece } from '../source/pieces';
import type { SourceFile } from '../source/source-file';

/** What is known at an `ecall` about the number in a7 from the statements in front of it. */
export type CallNumber =
  | { readonly kind: 'known'; readonly value: bigint; readonly call: SystemCall | undefined }
  /** A label can be jumped to, a call may change it, or it comes out of a computation. */
  | { readonly kind: 'unknown' }
  /** Nothing from the start of the program on has set it. */
  | { readonly kind: 'missing' };

const UNKNOWN: CallNumber = { kind: 'unknown' };
/** Where control goes elsewhere, and a7 may come back as anything. */
const leaving = /^(call|tail|jump|j|jal|jalr|jr|ret|mret|sret)$/;
/** Instructions that have no register as their result. */
const withoutResult =
  /^(s[bhwd]|sc\.|b(eq|ne|lt|ge|gt|le)|csr[wsc]i?$|fence|sfence|ecall|ebreak|nop|wfi|scall|sbreak)/;

/** Looks back from an `ecall`, line by line, for what sets a7. */
export function systemCallAt(file: SourceFile, ecall: Piece): CallNumber {
  let piece: Piece | undefined = ecall;
  for (let at = file.indexOf(ecall); piece !== undefined; piece = file.pieces[--at]) {
    if (piece !== ecall) {
      const { kind, word, operands } = piece;
      if (kind === 'instruction') {
        if (leaving.test(word)) return UNKNOWN;
        if (setsA7(piece)) return word === 'li' ? numberOf(file, operands[1]) : UNKNOWN;
      }
    }
    if (piece.labels.length > 0) return startsProgram(piece) ? { kind: 'missing' } : UNKNOWN;
  }
  return UNKNOWN;
}

const setsA7 = ({ word, operands }: Piece): boolean =>
  !withoutResult.test(word) && registerNumber(operands[0]?.[0]?.text ?? '') === Register.a7;

/** Callers of other functions may have set a7, as those of a library's `syscall` do. */
const startsProgram = (piece: Piece): boolean =>
  piece.labels.some(({ text }) => text === 'main' || text === '_start');

function numberOf(file: SourceFile, tokens: Piece['operands'][number] | undefined): CallNumber {
  if (tokens?.length !== 1) return UNKNOWN;
  const [{ kind, text, value }] = tokens;
  const number = kind === 'number' ? value : constantNamed(file, text);
  if (number === undefined) return UNKNOWN;
  return { kind: 'known', value: number, call: systemCalls.find((call) => BigInt(call.number) === number) };
}

/** A name that the source itself gives a plain number, or the assembler. */
function constantNamed(file: SourceFile, name: string): bigint | undefined {
  const [definition] = file.definitions(name);
  if (definition === undefined) return systemCallConstants.get(name);
  const operands = definition.piece?.operands;
  const tokens = definition.piece?.kind === 'assignment' ? operands?.[0] : operands?.[1];
  return tokens?.length === 1 ? tokens[0].value : undefined;
}

/** `write(fd, buffer, length)` */
export const signatureOf = ({ name, parameters }: SystemCall): string => `${name}(${parameters.join(', ')})`;

/** Arguments with the registers that they travel in. */
export const argumentsOf = ({ parameters }: SystemCall): string =>
  parameters.map((parameter, index) => `a${index} = ${parameter}`).join(', ');
