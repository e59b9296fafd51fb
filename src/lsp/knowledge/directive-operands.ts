import { optionNames } from '../../toolchain/assembler/directives/options';

const sections = ['.text', '.data', '.rodata', '.bss', '.text.init', '.sdata', '.srodata', '.sbss'];
const types = ['function', 'object', 'notype'];
const sectionTypes = ['progbits', 'nobits'];
const none: readonly string[] = [];

/** The words that a directive takes as an operand; undefined where it takes expressions or names. */
export function directiveWords(directive: string, operand: number): readonly string[] | undefined {
  switch (directive) {
    case '.section':
    case '.pushsection':
      return [sections, none, sectionTypes][operand] ?? none;
    case '.type':
      return operand === 1 ? types : undefined;
    case '.option':
      return operand === 0 ? optionNames : none;
    case '.macro':
    case '.ascii':
    case '.asciz':
    case '.string':
    case '.include':
    case '.file':
    case '.loc':
    case '.ident':
    case '.error':
    case '.warning':
    case '.print':
    case '.float':
    case '.double':
      return none;
    case '.incbin':
      return operand === 0 ? none : undefined;
    default:
      return undefined;
  }
}

/** Whether an operand is the name of something, and no number will do. */
export const takesNames = (directive: string, operand: number): boolean =>
  /^\.(globl|global|weak|local|hidden|protected|internal|extern)$/.test(directive) ||
  (operand === 0 && /^\.(type|size|equ|set|equiv|eqv|comm|lcomm|ifdef|ifndef|purgem)$/.test(directive));
