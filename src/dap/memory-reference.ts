import { hex, toUnsigned64 } from '../base/integers';
import { compile } from '../debug/expressions/evaluate';
import { AddressSpace } from '../debug/memory/address-space';
import { threadWithId, type Thread } from '../debug/threads';
import type { CodeFrame } from '../debug/unwind/frames';
import type { Space } from '../debug/values/location';
import { ValueProblem } from '../debug/values/problem';
import { numberOf, type Value } from '../debug/values/value';
import { stripped } from '../toolchain/dwarf/types/model';
import { isNumber, wholeAddress } from './addresses';
import { ErrorId, RequestError } from './errors';
import type { Session } from './session';

/** An address and whose it is: `0x2000@3` is what process 3 has there; also `@kernel`, `@physical`. */
export const referenceTo = (address: bigint, space: Space | undefined): string =>
  space?.owner === undefined ? hex(address) : `${hex(address)}@${space.owner}`;

/** Where to look for the memory of a value: what a pointer points to, else the value's own place. */
export function memoryReference(value: Value): string | undefined {
  const isPointer = value.isRaw === true || stripped(value.type).kind === 'pointer';
  if (isPointer) {
    try {
      return referenceTo(toUnsigned64(numberOf(value)), value.space);
    } catch (error) {
      if (error instanceof ValueProblem) return undefined;
      throw error;
    }
  }
  const { location } = value;
  return location.kind === 'memory' ? referenceTo(location.address, location.space) : undefined;
}

/** What a reference means. */
export interface MemoryPlace {
  readonly address: bigint;
  readonly space: AddressSpace;
  /** Whose programs are to be found there. */
  readonly process: Thread['process'];
}

/**
 * Reads a memory or instruction reference: an address, alone (then of the frame's thread) or with `@` and a pid, `kernel`
 * or `physical`; or an expression for an address, as a frame means it: by default the one that the user looks at.
 * @throws RequestError, UserError
 */
export function placeAt(
  session: Session,
  reference: string,
  offset = 0,
  where: Where = () => session.stacks.chosenFrame(),
): MemoryPlace {
  const { system } = session.active;
  const [, text, owner] = /^([^@]*?)\s*(?:@\s*(\w+)\s*)?$/.exec(reference) ?? [];
  if (text === undefined || text.trim() === '') {
    throw new RequestError(
      ErrorId.user,
      `"${reference}" is no address; use a number such as 0x80000000, or 0x2000@3 for process 3`,
    );
  }
  const number = addressIn(session, text.trim(), where);
  const address = toUnsigned64(number + BigInt(Math.trunc(offset) || 0));
  if (owner === undefined) {
    const { thread, frame } = where();
    return { address, space: frame.space, process: thread.process };
  }
  if (owner === 'physical')
    return { address, space: new AddressSpace(system.machine, 0n), process: undefined };
  if (owner === 'kernel') {
    const space = system.kernel?.memory ?? new AddressSpace(system.machine, 0n);
    return { address, space, process: undefined };
  }
  const process = /^\d+$/.test(owner) ? threadWithId(system, Number(owner))?.process : undefined;
  if (!process) {
    throw new RequestError(
      ErrorId.user,
      `"@${owner}" in "${reference}" is no process now; use a pid, kernel or physical`,
    );
  }
  return { address, space: system.spaceOfProcess(process), process };
}

/** The frame in which names mean something: looked for only when there are names. */
type Where = () => { readonly thread: Thread; readonly frame: CodeFrame };

/** The address that a number or an expression stands for in a frame. @throws UserError */
export function addressIn(session: Session, text: string, where: Where): bigint {
  if (isNumber(text)) return wholeAddress(text);
  const value = compile(text).evaluate(session.stacks.environment(where()));
  const { location, type } = value;
  const { kind } = stripped(type);
  // A label of assembly stands for its address.
  if (
    location.kind === 'memory' &&
    (value.isLabelled || kind === 'array' || kind === 'function' || kind === 'structure')
  )
    return location.address;
  try {
    return numberOf(value);
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error;
    throw new RequestError(ErrorId.user, `"${text}" is no address: ${error.message}`);
  }
}
