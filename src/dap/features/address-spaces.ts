import type { TimingLook } from '../../machine/timing/look';
import { UserError } from '../../base/errors';
import { hex, toUnsigned64 } from '../../base/integers';
import { satpOf, rootOf } from '../../debug/inspect/cpu-state';
import { statusBits, verdicts, walkLevels } from '../../debug/memory/page-walk';
import { framesByOwner } from '../../debug/inspect/frames-by-owner';
import { physicalMap } from '../../debug/inspect/physical-map';
import { addressSpaceOf } from '../../debug/inspect/regions';
import type { Process } from '../../debug/kernels/process-entries';
import type { Thread } from '../../debug/threads';
import type { CodeFrame } from '../../debug/unwind/frames';
import { stackOf } from '../../debug/unwind/stacks';
import { ErrorId, RequestError, stateError } from '../errors';
import type { Feature } from '../feature';
import { addressIn } from '../memory-reference';
import { processWithId } from '../process-with-id';
import type { Session } from '../session';
import { anything, nothing, object } from '../shapes/shape';

/** Who has which memory, virtual and physical, for views. */
export const addressSpacesFeature = {
  'trapframe/addressSpace': {
    shape: object({}, { pid: anything }),
    handle: (session, { pid }) => {
      const { system } = session.active;
      const process = processWithId(system, pid);
      const map = addressSpaceOf(system, process);
      return {
        pid: process.pid,
        name: process.name,
        ...rootBody(process.satp),
        regions: map.regions.map(({ start, end, physical, ...region }) => ({
          ...region,
          start: hex(start),
          end: hex(end),
          size: Number(end - start),
          ...(physical === undefined ? {} : { physical: hex(BigInt(physical)) }),
        })),
        ...(map.arguments
          ? {
              arguments: {
                argc: map.arguments.texts.length,
                argv: hex(map.arguments.address),
                texts: map.arguments.texts.map(({ address, text }) => ({ address: hex(address), text })),
              },
            }
          : {}),
        ...(map.isCut ? { message: 'the page tables lead in circles; not all of them are shown' } : {}),
      };
    },
  },
  'trapframe/pageWalk': {
    shape: object({}, { pid: anything, address: anything }),
    handle: (session, { pid, address }) => {
      const { system } = session.active;
      const process = pid === undefined ? undefined : processWithId(system, pid);
      const hart = (process && system.hartOf(process)) ?? system.machine.current;
      const satp = process?.satp ?? satpOf(hart);
      const at = addressOf(session, address, process);
      const walk = system.machine.walk(satp, at);
      const status = statusBits(hart);
      return {
        ...(process ? { pid: process.pid } : {}),
        address: hex(at),
        ...rootBody(satp),
        levels: walkLevels(walk).map(({ table, entryAddress, entry, ...level }) => ({
          ...level,
          table: hex(BigInt(table)),
          entryAddress: hex(BigInt(entryAddress)),
          entry: hex(entry),
        })),
        ...(walk.physical === undefined ? {} : { physical: hex(BigInt(walk.physical)) }),
        ...(walk.leaf ? { pageSize: walk.leaf.pageSize } : {}),
        ...(walk.failure === undefined ? {} : { failure: walk.failure }),
        ...status,
        accesses: verdicts(walk, status),
      };
    },
  },
  'trapframe/physicalMemory': {
    shape: nothing,
    handle: (session) => {
      const { system } = session.active;
      const { base, size } = system.machine.ram;
      const processes = system.kernel?.list().processes ?? [];
      const names = new Map(processes.map(({ pid, name }) => [pid, name]));
      const ranges = physicalMap(system);
      const nameOf = (pid: number | undefined) => (pid === undefined ? {} : { name: names.get(pid) ?? '' });
      return {
        ram: { start: hex(BigInt(base)), end: hex(BigInt(base + size)) },
        ...(system.machine.timing?.core.caches && { cached: cachedBodies(system.machine.timing) }),
        ranges: ranges.map(({ start, end, address, ...range }) => ({
          ...nameOf(range.pid),
          ...range,
          start: hex(BigInt(start)),
          end: hex(BigInt(end)),
          size: end - start,
          ...(address === undefined ? {} : { address: hex(address) }),
        })),
        frames: framesByOwner(system, ranges).map((count) => ({ ...count, ...nameOf(count.pid) })),
        ...(system.kernel ? {} : { message: system.problem ?? 'there is no kernel' }),
      };
    },
  },
} satisfies Feature;

const cachedBodies = (timing: TimingLook) =>
  timing
    .cachedLines()
    .map(({ start, first, second }) => ({ start: hex(start), first: hex(first), second: hex(second) }));

/** A number (one too big to be exact is none) or an expression, as a process means it. @throws RequestError */
function addressOf(session: Session, given: unknown, process: Process | undefined): bigint {
  const isNumber = Number.isSafeInteger(given) && (given as number) >= 0;
  const text = typeof given === 'string' ? given.trim() : isNumber ? String(given) : '';
  const refuse = (why: string): RequestError =>
    new RequestError(ErrorId.user, `${JSON.stringify(given)} is no address${why}`);
  if (given === undefined) throw new RequestError(ErrorId.malformed, 'address is missing: where is meant?');
  if (text === '') throw refuse('; use a number such as 0x80000000, or an expression');
  try {
    return toUnsigned64(addressIn(session, text, () => frameIn(session, process)));
  } catch (error) {
    if (error instanceof UserError) throw refuse(`: ${error.message}`);
    throw error;
  }
}

/** Where names in an expression are looked up: the frame in focus, if it is of that process; else its user program. */
function frameIn(session: Session, process: Process | undefined): { thread: Thread; frame: CodeFrame } {
  const focus = session.stacks.chosenFrame();
  if (!process || focus.thread.id === process.pid) return focus;
  const thread = session.stacks.thread(process.pid);
  const stack = stackOf(session.active.system, thread).filter((frame) => frame.kind === 'code');
  const frame = stack.find(({ mode }) => mode === 'user') ?? stack[0];
  if (!frame)
    throw stateError(`${process.name} (pid ${process.pid}) has no frame in which names mean something`);
  return { thread, frame };
}

function rootBody(satp: bigint): { satp: string; root?: string } {
  const root = rootOf(satp);
  return { satp: hex(satp), ...(root === undefined ? {} : { root: hex(root) }) };
}
