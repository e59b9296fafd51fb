import { Register } from '../../isa/registers';
import type { Hart } from '../../machine/types';
import type { Image } from '../symbols/image';
import type { KernelDescription, ProcessFunction, StepFunction } from './description';
import { functionNames } from './function-names';

export type KernelEvent = keyof KernelDescription['events'];

/** Those of the functions that a kernel has, by the address of their first instruction. */
export function eventFunctions(image: Image, events: KernelDescription['events']): Map<bigint, KernelEvent> {
  const found = new Map<bigint, KernelEvent>();
  for (const [event, described] of Object.entries(events) as [
    KernelEvent,
    ProcessFunction | StepFunction,
  ][]) {
    const names = namesOf(described);
    const symbol = names.map((name) => image.symbols.named(name)).find((one) => one !== undefined);
    if (symbol) found.set(symbol.address, event);
  }
  return found;
}

function namesOf(described: ProcessFunction | StepFunction): readonly string[] {
  return functionNames(
    typeof described === 'object' && 'function' in described ? described.function : described,
  );
}

/** Which process a function that has just been entered is about, and with which status. */
export function argumentsOf(
  described: ProcessFunction | undefined,
  hart: Hart,
): { readonly process: bigint | 'current'; readonly status: bigint } {
  const isDetailed = typeof described === 'object' && 'function' in described;
  const where: { process?: 'current' | number; status?: number } = isDetailed ? described : {};
  const { process = 0, status = process === 'current' ? 0 : 1 } = where;
  const argument = (index: number): bigint => hart.readRegister(Register.a0 + index);
  return { process: process === 'current' ? 'current' : argument(process), status: argument(status) };
}
