import type { DebugProtocol } from '@vscode/debugprotocol';
import { UserError } from '../base/errors';
import { csrName, csrNumber } from '../isa/csrs';
import { Register, registerNumber } from '../isa/registers';
import { csrPlace, LONGEST_DATA, type DataPlace } from '../debug/breakpoints/data/place';
import { compile } from '../debug/expressions/evaluate';
import { dataSymbol } from '../debug/names/data-symbols';
import type { Image } from '../debug/symbols/image';
import type { Thread } from '../debug/threads';
import type { CodeFrame } from '../debug/unwind/frames';
import type { Value } from '../debug/values/value';
import { sizeOf, type Type } from '../toolchain/dwarf/types/model';
import { placeAt } from './memory-reference';
import type { Session } from './session';

/** Bytes at an address of which nobody says how many. */
const WORD = 8;

/** What a client wants watched. @throws UserError when it has no place that can be */
export function watchable(session: Session, args: DebugProtocol.DataBreakpointInfoArguments): DataPlace {
  const { name, frameId, variablesReference, asAddress, bytes } = args;
  const { thread, frame } = session.stacks.frameWithId(frameId);
  if (asAddress === true) {
    if (!/^\s*(&|0[xX][0-9a-fA-F]|[0-9])/.test(name)) {
      throw new UserError(`"${name}" is no address; use a number such as 0x2000, or &${name}`);
    }
    const { address, process } = placeAt(session, name, 0, () => ({ thread, frame }));
    return memory(session, process ?? thread.process, address, bytes ?? WORD);
  }
  const found =
    variablesReference === undefined ? undefined : session.variables.get(variablesReference)?.find?.(name);
  if (found?.value.location.kind === 'memory') {
    const { value, expression } = found;
    const variable = globalAt(session, frame, name, found.value.location.address);
    if (variable) return global(variable, name, thread, bytes);
    return inFrame(session, thread, placeOf(session, thread, value, { label: expression ?? name, bytes }));
  }
  return named(session, thread, frame, found?.expression ?? name, bytes);
}

function named(
  session: Session,
  thread: Thread,
  frame: CodeFrame,
  name: string,
  bytes: number | undefined,
): DataPlace {
  const cpu = (thread.hart ?? session.active.system.machine.current).id;
  const plain = name.replace(/^\$/, '');
  const register = registerNumber(plain);
  if (register === 0) throw new UserError('zero is always 0');
  const isOwn = !name.startsWith('$') && isVariable(session, thread, frame, plain);
  if (register !== undefined && !isOwn) {
    return { kind: 'register', number: register, pid: thread.process?.pid ?? 0, mode: frame.mode };
  }
  if (plain === 'mode' && !isOwn) return { kind: 'mode', cpu };
  if (csrNumber(plain) !== undefined && !isOwn) return csrPlace(plain, cpu);
  if (/^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(name)) {
    return memory(
      session,
      thread.process,
      placeAt(session, name, 0, () => ({ thread, frame })).address,
      bytes ?? WORD,
    );
  }
  // A program that has not begun yet has its variables already.
  const image = imagesFrom(session, frame).find((one) => one.symbols.named(name));
  const value = evaluated(session, thread, frame, name, image !== undefined);
  if (!value) return global(image!, name, thread, bytes);
  const { location, field } = value;
  if (location.kind === 'memory') {
    const variable = globalAt(session, frame, name, location.address);
    if (variable) return global(variable, name, thread, bytes);
    return inFrame(session, thread, placeOf(session, thread, value, { label: name, bytes }));
  }
  if (location.kind === 'cell' && location.cell.csr !== undefined && field) {
    return csrPlace(csrName(location.cell.csr)!, cpu, field);
  }
  if (image) return global(image, name, thread, bytes);
  const why = SELF_MOVING.has(plain) ? 'moves by itself' : 'is a value, not a place';
  throw new UserError(`${name} ${why}: it cannot be watched`);
}

/** What an expression stands for; undefined when it is nothing here, and that matters not. @throws UserError */
function evaluated(
  session: Session,
  thread: Thread,
  frame: CodeFrame,
  expression: string,
  mayFail: boolean,
): Value | undefined {
  try {
    return compile(expression).evaluate(session.stacks.environment({ thread, frame }));
  } catch (error) {
    if (mayFail && error instanceof UserError) return undefined;
    throw error;
  }
}

/** Whether a name that the machine has, too, is one of the program here. */
function isVariable(session: Session, thread: Thread, frame: CodeFrame, name: string): boolean {
  const value = session.active.environment(thread, frame).lookup(name);
  return value?.location.kind === 'memory' || value?.contents !== undefined;
}

/** How many frames are looked through for the one that something on the stack belongs to. */
const MOST_FRAMES = 1000;

/** Something on the thread's stack ends with the call that it belongs to. */
function inFrame<P extends DataPlace>(session: Session, thread: Thread, place: P): P {
  if (place.kind !== 'memory' || typeof place.at !== 'bigint') return place;
  const stack = session.stacks.of(thread);
  for (let index = 0; index < MOST_FRAMES; index++) {
    const frame = stack.at(index);
    if (!frame) return place;
    if (frame.kind !== 'code' || frame.cfa === undefined || !frame.caller) continue;
    const sp = frame.registers.read(Register.sp);
    if (sp === undefined || place.at < sp || place.at >= frame.cfa) continue;
    const { instant } = session.active.system.machine;
    return { ...place, frame: { cfa: frame.cfa, returnsTo: frame.caller.pc, instant } };
  }
  return place;
}

const SELF_MOVING: ReadonlySet<string> = new Set(['pc', 'pid', 'cpu']);

const imagesFrom = (session: Session, { image }: CodeFrame): Image[] => [
  ...(image ? [image] : []),
  ...session.active.system.images,
];

/** The program of which something at an address is the variable of that name; a local of the same name is none. */
const globalAt = (session: Session, frame: CodeFrame, name: string, address: bigint): Image | undefined =>
  imagesFrom(session, frame).find((one) => one.symbols.named(name)?.address === address);

/** A variable that has a name in every run: it may lie elsewhere in the next build. */
function global(image: Image, name: string, { process }: Thread, bytes: number | undefined): DataPlace {
  const symbol = image.symbols.named(name)!;
  if (image.hasCode(symbol.address)) throw new UserError(`${name} is code, not data`);
  const type = image.global(name)?.type ?? dataSymbol(image, name)?.type;
  const length = bytes ?? (type && sizeOf(type)) ?? (symbol.size > 0 ? symbol.size : WORD);
  const pid = image.kind === 'program' ? process?.pid : undefined;
  return fitting({ kind: 'memory', pid, at: name, length, ...typed(type, bytes) });
}

/** Who wants another number of bytes does not mean them as what they are. */
const typed = (type: Type | undefined, bytes: number | undefined): { type?: Type } =>
  type && bytes === undefined ? { type } : {};

/** A local variable, a member, an element: whatever is found in memory. */
function placeOf(
  session: Session,
  { process }: Thread,
  { type, location, field }: Value,
  { label, bytes }: { label: string; bytes: number | undefined },
): DataPlace {
  if (location.kind !== 'memory') throw new UserError(`${label} is not in memory: it cannot be watched`);
  const { owner } = location.space;
  const owners = owner === undefined ? process : /^\d+$/.test(owner) ? { pid: Number(owner) } : undefined;
  const size = sizeOf(type) ?? WORD;
  if (!field)
    return { ...memory(session, owners, location.address, bytes ?? size), label, ...typed(type, bytes) };
  // Not of the whole unit: only the bytes that the bits are in.
  const first = field.offset >> 3;
  const length = ((field.offset + field.size + 7) >> 3) - first;
  const bits = { offset: field.offset & 7, size: field.size };
  return { ...memory(session, owners, location.address + BigInt(first), length), bits, label, type };
}

/** Bytes at an address as a process sees them; of the kernel's memory, which all see alike, the bytes themselves. */
function memory(
  session: Session,
  process: { readonly pid: number } | undefined,
  at: bigint,
  length: number,
): DataPlace & { kind: 'memory' } {
  const isRam = at >= BigInt(session.active.system.machine.ram.base);
  return fitting({ kind: 'memory', pid: isRam ? undefined : process?.pid, at, length });
}

function fitting<P extends DataPlace & { kind: 'memory' }>(place: P): P {
  if (place.length <= LONGEST_DATA) return place;
  throw new UserError(
    `${place.length} bytes are too many to be watched; name a part, at most ${LONGEST_DATA}`,
  );
}
