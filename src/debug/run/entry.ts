import { Privilege, type Hart } from '../../machine/types';
import type { System } from '../system';
import type { Goal } from './goal';
import type { Stop } from './stop';

/** Where a session stops first. */
export type Entry = false | 'main' | 'reset';

/** Nothing has run yet. */
export const AT_RESET: Stop = {
  why: { kind: 'entry' },
  cpu: 0,
  description: 'Reset: the first instruction of the machine',
};

/** The run to the first program's main, or to that of a kernel that finds its programs by itself; to nowhere, if that is not wanted or there is none. */
export function goalOfEntry(system: System, entry: Entry, stopInProgram?: string): Goal {
  if (stopInProgram !== undefined) return goalInProgram(system, stopInProgram);
  const first = system.programs[0];
  if (entry !== 'main') return {};
  if (!first) return goalInKernel(system);
  const address = first.symbols.named('main')?.address ?? first.entry;
  return {
    addresses: [first.afterPrologue(address)],
    atAddress: (hart: Hart) => {
      const pid = system.runningPid(hart);
      return system.imageOn(hart) === first && (pid === 0 || pid === 1);
    },
  };
}

/** To `main` of the kernel. */
function goalInKernel({ kernelImage }: System): Goal {
  const main = kernelImage?.symbols.named('main');
  return kernelImage && main ? { addresses: [kernelImage.afterPrologue(main.address)] } : {};
}

/** To `main` of a program that the kernel finds by itself. */
function goalInProgram(system: System, name: string): Goal {
  const image = system.programNamed(name);
  if (!image) return {};
  const address = image.symbols.named('main')?.address ?? image.entry;
  return {
    addresses: [image.afterPrologue(address)],
    atAddress: (hart: Hart) => hart.privilege === Privilege.user && system.imageOn(hart) === image,
  };
}
