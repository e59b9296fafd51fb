import type { Type } from '../../toolchain/dwarf/types/model';
import type { Environment } from '../expressions/evaluate';
import { AddressSpace } from '../memory/address-space';
import { globalIn, ownGlobal } from './globals';
import { machineValue, registerValue } from './machine';
import { imagesFrom, spaceOf, type Viewpoint } from './viewpoint';
import type { System } from '../system';
import { threadWithId, type Thread } from '../threads';
import type { CodeFrame } from '../unwind/frames';
import { stackOf } from '../unwind/stacks';
import { localNamed, variableValue, type LocalFrame } from '../values/locals';
import type { Space } from '../values/location';
import { ValueProblem } from '../values/problem';
import { commonType, standardType, TYPE_WORDS } from '../values/types';

export type { Viewpoint } from './viewpoint';

/**
 * What names mean in expressions, from a viewpoint. In this order: variables of the frame; general registers; the frame's
 * program; the machine's words, CSRs and system calls; the kernel and the other programs. `$name` is the machine's, `::name`
 * a program's.
 */
export function environmentOf(system: System, view: Viewpoint): Environment {
  let space: Space | undefined;
  const here = (): Space => (space ??= spaceOf(system, view));
  const global = (name: string): ReturnType<Environment['global']> => globalIn(system, view, name, here);
  return {
    lookup: (name) => {
      if (name.startsWith('$')) return machineValue(system, view, name.slice(1), here);
      const local = localNamed(frameOf(view), name);
      if (local) return variableValue(local, frameOf(view), here());
      return (
        registerValue(view, name, here) ??
        ownGlobal(system, view, name, here) ??
        machineValue(system, view, name, here) ??
        global(name)
      );
    },
    global,
    type: (words) => typeNamed(system, view, words),
    get space() {
      return here();
    },
    elsewhere: (pid) =>
      pid === undefined ? physical(system, view) : environmentOf(system, viewOfProcess(system, pid)),
  };
}

/** The frame, as far as its variables need it. */
export const frameOf = (view: Viewpoint): LocalFrame => ({
  at: view.at ?? view.pc,
  inlineDepth: view.inlineDepth ?? 0,
  get caller() {
    return view.caller;
  },
  image: view.image,
  registers: view.registers,
  space: view.space,
});

function typeNamed(system: System, view: Viewpoint, words: readonly string[]): Type | undefined {
  if (words.every((word) => TYPE_WORDS.has(word))) return standardType(words);
  const name = words.join(' ');
  for (const image of imagesFrom(system, view)) {
    const type = image.debug.types.named(name);
    if (type) return type;
  }
  return words.length === 1 ? commonType(name) : undefined;
}

/** What a process' own code sees: its newest frame outside the kernel. @throws ValueProblem */
export function viewOfProcess(system: System, pid: number): Viewpoint {
  const thread = threadWithId(system, pid);
  if (thread?.kind !== 'process') throw new ValueProblem(`there is no process ${pid}`);
  const { process } = thread;
  const hart = thread.hart ?? system.machine.current;
  let found: CodeFrame | undefined;
  const frame = (): CodeFrame => {
    const frames = stackOf(system, thread);
    const boundary = frames.map(({ kind }) => kind).lastIndexOf('boundary');
    const own = frames.slice(boundary + 1).find((one) => one.kind === 'code');
    if (own?.kind !== 'code') throw new ValueProblem(`process ${pid} has no frame of its own`);
    return own;
  };
  return {
    mode: 'user',
    pid,
    hart,
    space: system.spaceOfProcess(process),
    image: system.programOf(process),
    // A stack costs time; a global needs none.
    get pc() {
      return (found ??= frame()).pc;
    },
    get at() {
      return (found ??= frame()).at;
    },
    get caller() {
      return (found ??= frame()).caller;
    },
    get registers() {
      return (found ??= frame()).registers;
    },
  };
}

/** What the code of a frame of a thread sees. */
export function viewOfFrame(system: System, thread: Thread, frame: CodeFrame): Viewpoint {
  const { mode, pc, at, caller, registers, space, image, inlined } = frame;
  return {
    mode,
    pc,
    at,
    caller,
    registers,
    space,
    image,
    inlineDepth: inlined?.depth ?? 0,
    pid: thread.process?.pid ?? 0,
    hart: thread.hart ?? system.machine.current,
  };
}

/** The same names, but memory as the machine has it, without any page table. */
function physical(system: System, view: Viewpoint): Environment {
  return environmentOf(system, {
    mode: 'machine',
    pc: view.pc,
    registers: view.registers,
    image: view.image,
    pid: view.pid,
    ...(view.at === undefined ? {} : { at: view.at }),
    ...(view.inlineDepth === undefined ? {} : { inlineDepth: view.inlineDepth }),
    caller: view.caller,
    hart: view.hart,
    space: new AddressSpace(system.machine, 0n),
  });
}
