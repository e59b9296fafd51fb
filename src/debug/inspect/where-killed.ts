import type { Image } from '../symbols/image';
import { System } from '../system';
import type { Booted } from '../launch/boot';

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
  if (!image.contains(pc) || image.lineAt(pc) === undefined) {
    const behind = behindWhat(image, pc);
    if (behind !== '') return behind;
  }
  if (!image.contains(pc)) return '';
  const name = image.nameOf(pc);
  const line = image.lineAt(pc);
  const file = line?.file.split(/[/\\]/).at(-1);
  return (name === undefined ? '' : `, in ${name}`) + (line === undefined ? '' : ` at ${file}:${line.line}`);
}

/** A program that has no end runs on into what lies behind its last instruction. */
function behindWhat(image: Image, pc: bigint): string {
  const line = image.lineAt(pc - 2n);
  if (line === undefined) return '';
  const name = image.nameOf(pc - 2n)?.replace(/\+.*$/, '');
  const place = `${line.file.split(/[/\\]/).at(-1)}:${line.line}`;
  return `: it ran on behind the last instruction of ${name ?? 'its code'}, at ${place}; main ends with ret, any other place with the system call SYS_exit`;
}
