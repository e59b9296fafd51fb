import type { DebugProtocol } from '@vscode/debugprotocol';
import { UserError } from '../base/errors';
import { csrNumber } from '../isa/csrs';
import { registerNumber } from '../isa/registers';
import { csrPlace, type DataPlace } from '../debug/breakpoints/data/place';
import { compile } from '../debug/expressions/evaluate';
import type { Thread } from '../debug/threads';
import type { CodeFrame } from '../debug/unwind/frames';
import { sizeOf } from '../toolchain/dwarf/types/model';
import { parseAddress } from './addresses';
import type { Session } from './session';

/** Bytes at an address of which nobody says how many. */
const WORD = 8;

/** What a client wants watched. @throws UserError when it has no place that can be */
export function watchable(session: Session, args: DebugProtocol.DataBreakpointInfoArguments): DataPlace {
  const { name, frameId, variablesReference, asAddress, bytes } = args;
  const { thread, frame } = frameId === undefined ? session.defaultFrame() : session.frameWithId(frameId);
  if (asAddress === true) return memory(session, thread, parseAddress(name), bytes ?? WORD);
  const found =
    variablesReference === undefined ? undefined : session.variables.get(variablesReference)?.find?.(name);
  if (found?.location.kind === 'memory') {
    return memory(session, thread, found.location.address, bytes ?? sizeOf(found.type) ?? WORD);
  }
  return named(session, thread, frame, name, bytes);
}

function named(
  session: Session,
  thread: Thread,
  frame: CodeFrame,
  name: string,
  bytes: number | undefined,
): DataPlace {
  const cpu = (thread.hart ?? session.active.system.machine.current).id;
  const register = registerNumber(name);
  if (register === 0) throw new UserError('zero is always 0');
  if (register !== undefined) {
    return { kind: 'register', number: register, pid: thread.process?.pid ?? 0, mode: frame.mode };
  }
  if (name === 'mode') return { kind: 'mode', cpu };
  if (csrNumber(name) !== undefined) return csrPlace(name, cpu);
  if (/^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(name)) {
    return memory(session, thread, parseAddress(name), bytes ?? WORD);
  }
  const image = [frame.image, ...session.active.system.images].find((one) => one?.symbols.named(name));
  const symbol = image?.symbols.named(name);
  if (!image || !symbol) return evaluated(session, thread, frame, name, bytes);
  if (image.hasCode(symbol.address)) throw new UserError(`${name} is code, not data`);
  const type = image.global(name)?.type;
  const length = bytes ?? (type && sizeOf(type)) ?? (symbol.size > 0 ? symbol.size : WORD);
  const pid = image.kind === 'program' ? thread.process?.pid : undefined;
  return { kind: 'memory', pid, at: name, length };
}

/** A local variable, a member, an element: whatever an expression finds in memory. */
function evaluated(
  session: Session,
  thread: Thread,
  frame: CodeFrame,
  expression: string,
  bytes: number | undefined,
): DataPlace {
  const { type, location } = compile(expression).evaluate(session.active.environment(thread, frame));
  if (location.kind !== 'memory') throw new UserError(`${expression} is not in memory: it cannot be watched`);
  return memory(session, thread, location.address, bytes ?? sizeOf(type) ?? WORD);
}

/** Bytes at an address as the thread sees it; of the kernel's memory, which all see alike, the bytes themselves. */
function memory(session: Session, { process }: Thread, at: bigint, length: number): DataPlace {
  const { system } = session.active;
  const isRam = at >= BigInt(system.machine.ram.base);
  return { kind: 'memory', pid: isRam ? undefined : process?.pid, at, length };
}
