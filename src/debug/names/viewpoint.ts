import type { Hart } from '../../machine/types';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import type { Mode, System } from '../system';
import type { FrameRegisters } from '../unwind/frame-registers';
import type { LocalFrame } from '../values/locals';
import type { Space } from '../values/location';

/** A place to evaluate expressions in: one frame of one thread. */
export interface Viewpoint {
  readonly mode: Mode;
  readonly pc: bigint;
  /** An address inside the instruction that the frame is at, if that is not `pc`: of a caller, its call. */
  readonly at?: bigint;
  /** How many inlined calls around `at` are inside of the one that the frame stands for; none unless it says so. */
  readonly inlineDepth?: number;
  /** The frame that called this one, as far as it is known. */
  readonly caller?: LocalFrame | undefined;
  readonly registers: FrameRegisters;
  readonly space: AddressSpace;
  /** The program that the frame's code belongs to: its symbols come first. */
  readonly image: Image | undefined;
  /** The thread's pid; 0 for a CPU without a process. */
  readonly pid: number;
  /** Its CPU; or, for a thread that does not run, the one whose turn it is. */
  readonly hart: Hart;
}

/** The memory that a viewpoint sees, with the names of what lies there. */
export function spaceOf(system: System, view: Pick<Viewpoint, 'space' | 'mode' | 'pid' | 'image'>): Space {
  const { space } = view;
  let found: readonly Image[] | undefined;
  const images = (): readonly Image[] => (found ??= [...imagesFrom(system, view)]);
  return {
    read: (address, length) => space.read(address, length),
    write: (address, bytes) => space.write(address, bytes),
    nameOf: (address) =>
      images()
        .find((image) => image.contains(address))
        ?.nameOf(address),
    isCode: (address) => images().some((image) => image.hasCode(address)),
    roomAt: (address) => {
      const image = images().find((one) => one.contains(address));
      const found = image?.symbols.objectAt(address);
      return found && found.symbol.size > 0 ? found.symbol.size - Number(found.offset) : undefined;
    },
    owner: ownerOf(view),
  };
}

function ownerOf({ mode, pid, space }: Pick<Viewpoint, 'mode' | 'pid' | 'space'>): string | undefined {
  if (mode === 'user' && pid > 0) return `${pid}`;
  return space.satp === 0n ? 'physical' : mode === 'kernel' ? 'kernel' : undefined;
}

/**
 * The programs whose names may be meant, in this order. Another process' program means nothing at this one's addresses.
 * Looking for the process costs time, so that comes when the frame's own program does not have the name.
 */
export function* imagesFrom(
  system: System,
  { image, pid }: Pick<Viewpoint, 'image' | 'pid'>,
): Generator<Image> {
  if (image) yield image;
  const own = pid === 0 ? undefined : programOf(system, pid);
  if (own && own !== image) yield own;
  for (const other of system.kernelImage ? [system.kernelImage] : system.programs) {
    if (other !== image) yield other;
  }
}

function programOf(system: System, pid: number): Image | undefined {
  const process = system.kernel?.list().processes.find((one) => one.pid === pid);
  return process && system.programOf(process);
}
