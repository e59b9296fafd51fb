import { hex } from '../../../base/integers';
import { AddressSpace, pieces as piecesOf } from '../../memory/address-space';
import type { Process } from '../../kernels/process-entries';
import type { System } from '../../system';
import { keyOfFrame, type DataPlace } from './place';

/** Where the bytes of a place are at the moment. */
export interface Mapping {
  readonly pieces: readonly Piece[];
  /** Physical memory that decides where they are: page-table entries, and which table a process has. */
  readonly tables: readonly { readonly address: number; readonly length: number }[];
  /** Why they cannot be watched now. */
  readonly problem: string | undefined;
  /** Equal for equal `pieces`. */
  readonly key: string;
}

/** Bytes in one page. `offset`: of them in the whole value. */
interface Piece {
  readonly physical: number;
  readonly length: number;
  readonly offset: number;
}

const ENTRY = 8;

/**
 * @param ended processes of which the kernel is taking the memory back: what it does to it is none of theirs
 * @param left calls that are over, and their locals with them
 */
export function mappingOf(
  place: DataPlace,
  system: System,
  ended: ReadonlySet<number>,
  left: ReadonlySet<string>,
): Mapping {
  if (place.kind === 'memory' && place.frame && left.has(keyOfFrame(place.frame))) {
    return mapping([], [], 'the function has returned, and its frame and this variable ended with that');
  }
  if (place.kind === 'memory') return memoryMapping(place, system, ended);
  const cpus = system.machine.harts.length;
  const isMissing = place.kind !== 'register' && place.cpu >= cpus;
  return mapping([], [], isMissing ? `there is no CPU ${place.cpu}` : undefined);
}

function memoryMapping(
  place: DataPlace & { kind: 'memory' },
  system: System,
  ended: ReadonlySet<number>,
): Mapping {
  const { pid, length } = place;
  const { kernel } = system;
  const process = pid === undefined ? undefined : kernel?.list().processes.find((one) => one.pid === pid);
  const fields = pid === undefined ? [] : (kernel?.spaceFields(pid) ?? []);
  const tables = fields.map(({ address, length: size }) => ({ address: Number(address), length: size }));
  if (pid !== undefined && (!process || process.state === 'zombie' || ended.has(pid))) {
    return mapping([], tables, `there is no process ${pid} now`);
  }
  const address = addressOf(place, process, system);
  if (address === undefined) return mapping([], tables, `nothing is called ${String(place.at)} there`);
  const space = new AddressSpace(system.machine, process?.satp ?? 0n);
  const found: Piece[] = [];
  let problem: string | undefined;
  for (const piece of piecesOf(address, length)) {
    const walk = space.walk(piece.address);
    for (const { entryAddress } of walk.steps) tables.push({ address: entryAddress, length: ENTRY });
    const { physical } = walk;
    if (physical === undefined || !system.machine.readPhysical(physical, piece.length)) {
      const where = process ? ` in process ${process.pid}` : '';
      problem ??= `no memory is mapped at ${hex(piece.address)}${where} now`;
    } else found.push({ physical, length: piece.length, offset: piece.offset });
  }
  return mapping(problem === undefined ? found : [], tables, problem);
}

/** Where a place that is named begins; names of a program's variables mean those of its own process. */
function addressOf(
  { at }: DataPlace & { kind: 'memory' },
  process: Process | undefined,
  system: System,
): bigint | undefined {
  if (typeof at === 'bigint') return at;
  const image = process ? system.programOf(process) : (system.kernelImage ?? system.programs.at(0));
  return image?.symbols.named(at)?.address;
}

const mapping = (pieces: Piece[], tables: Mapping['tables'], problem: string | undefined): Mapping => ({
  pieces,
  tables,
  problem,
  key: problem ?? pieces.map(({ physical, length }) => `${physical}+${length}`).join(),
});
