import { Cause, Interrupt } from '../../isa/causes';
import type { Trap } from '../../machine/types';

/** Something that happens between user mode and the kernel, or in the kernel, and that a run can be stopped at. */
export interface TrapFilter {
  readonly id: FilterId;
  readonly label: string;
  readonly description: string;
  /** Nothing a healthy program does: the stop is shown as an exception. */
  readonly exceptional: boolean;
  readonly byDefault: boolean;
  /** Means nothing on a bare machine. */
  readonly needsKernel: boolean;
}

/** Filters that a trap itself triggers. */
export type CauseFilterId = 'syscall' | 'timer' | 'device' | 'pageFault' | 'illegal' | 'fault';
/** Filters for functions of the kernel being entered; they need a kernel description that names the function. */
export type EventFilterId = 'contextSwitch' | 'processExit' | 'killed' | 'panic';
export type FilterId = CauseFilterId | EventFilterId | 'trapReturn';

const exceptional = new Set<FilterId>(['pageFault', 'illegal', 'fault', 'killed', 'panic']);

const EVENT_FILTERS: readonly string[] = [
  ...(['contextSwitch', 'processExit', 'killed', 'panic'] satisfies EventFilterId[]),
];
export const isEventFilter = (id: string): id is EventFilterId => EVENT_FILTERS.includes(id);

const filter = (id: FilterId, label: string, description: string): TrapFilter => ({
  id,
  label,
  description,
  exceptional: exceptional.has(id),
  byDefault: id === 'killed' || id === 'panic',
  needsKernel: isEventFilter(id),
});

/** In the order in which they are offered. */
export const trapFilters: readonly TrapFilter[] = [
  filter('syscall', 'System calls', 'Stops in the kernel right after an ecall trapped into it.'),
  filter(
    'timer',
    'Timer interrupts',
    'Stops in the kernel when the timer takes the CPU away from what was running.',
  ),
  filter(
    'device',
    'Device interrupts',
    'Stops in the kernel when a device, such as the console or the disk, or another CPU interrupts what was running.',
  ),
  filter('pageFault', 'Page faults', 'Stops when the page tables refuse an access.'),
  filter(
    'illegal',
    'Illegal instructions',
    'Stops when an instruction does not exist or needs a higher mode.',
  ),
  filter(
    'fault',
    'Other faults',
    'Stops at any other exception: misaligned addresses, access faults, ebreak.',
  ),
  filter('trapReturn', 'Returns from trap', 'Stops at the user instruction that runs after sret or mret.'),
  filter('contextSwitch', 'Context switches', 'Stops in the kernel when the CPU is about to change hands.'),
  filter('processExit', 'Process exits', 'Stops in the kernel when a process ends.'),
  filter('killed', 'Killed processes', 'Stops when the kernel ends a process because of what it did.'),
  filter('panic', 'Kernel panic', 'Stops when the kernel gives up.'),
];

export const filterWithId = (id: string): TrapFilter | undefined => trapFilters.find((one) => one.id === id);

const PAGE_FAULTS: readonly number[] = [
  Cause.instructionPageFault,
  Cause.loadPageFault,
  Cause.storePageFault,
];
const SYSTEM_CALLS: readonly number[] = [
  Cause.ecallFromUser,
  Cause.ecallFromSupervisor,
  Cause.ecallFromMachine,
];
const TIMERS: readonly number[] = [Interrupt.supervisorTimer, Interrupt.machineTimer];
/** Devices, and CPUs that interrupt each other through one: the CLINT. */
const DEVICES: readonly number[] = [
  Interrupt.supervisorExternal,
  Interrupt.machineExternal,
  Interrupt.supervisorSoftware,
  Interrupt.machineSoftware,
];

/** The filter that a trap falls under; undefined for interrupts that no filter stands for. */
export function filterOf({ cause, interrupt }: Pick<Trap, 'cause' | 'interrupt'>): CauseFilterId | undefined {
  if (interrupt) {
    if (TIMERS.includes(cause)) return 'timer';
    return DEVICES.includes(cause) ? 'device' : undefined;
  }
  if (SYSTEM_CALLS.includes(cause)) return 'syscall';
  if (PAGE_FAULTS.includes(cause)) return 'pageFault';
  return cause === Cause.illegalInstruction ? 'illegal' : 'fault';
}
