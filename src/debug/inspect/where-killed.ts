import { missingExtension } from '../../isa/missing-extension';
import { instructionWord } from '../unwind/code';
import { System } from '../system';
import type { Booted } from '../launch/boot';
import { ranBehind } from './ran-behind';

const FIRST = 1;

/**
 * Where the first program was when the kernel killed it, as its saved registers tell: `, in main+4 at hello.s:7`. Empty where
 * nothing is known of that place, or the kernel has used its entry of the process table for another.
 */
export function whereKilled(booted: Booted): string {
  const system = new System(booted);
  const { kernel } = system;
  const process = kernel?.list().processes.find(({ pid }) => pid === FIRST);
  const pc = process && kernel?.trapFrame(process)?.number(kernel.description.trapFrame.pc);
  const image = process && system.programOf(process);
  if (pc === undefined || image === undefined) return '';
  const behind = ranBehind(image, pc);
  if (behind !== undefined) return `: it ${behind}`;
  if (!image.contains(pc)) return '';
  const name = image.nameOf(pc);
  const line = image.lineAt(pc);
  const file = line?.file.split(/[/\\]/).at(-1);
  const place =
    (name === undefined ? '' : `, in ${name}`) + (line === undefined ? '' : ` at ${file}:${line.line}`);
  const word = process && instructionWord(system.spaceOfProcess(process), pc);
  const extension = word === undefined ? undefined : missingExtension(word);
  return extension === undefined
    ? place
    : `${place}: its instruction is of ${extension}, which this machine does not have`;
}
