/** Counters and what guards them (unprivileged specification, "Zicntr", "Zihpm"; privileged specification, "Hardware Performance Monitor"). */
import { csr, field, flag, series } from './csr';
import type { Csr, CsrField } from './csr';

const FIRST_EVENT_COUNTER = 3;
const EVENT_COUNTERS = 29;
const eventCounters = (base: number, prefix: string, doc: (n: number) => string): Csr[] =>
  series(EVENT_COUNTERS, (n) => {
    const counter = n + FIRST_EVENT_COUNTER;
    return csr(base + counter, `${prefix}${counter}`, doc(counter));
  });

const access = (mode: string): CsrField[] => [
  flag('CY', 0, `Whether ${mode} may read cycle.`, 'reading traps', 'readable'),
  flag(
    'TM',
    1,
    `Whether ${mode} may read time (and, for the kernel, use stimecmp).`,
    'reading traps',
    'readable',
  ),
  flag('IR', 2, `Whether ${mode} may read instret.`, 'reading traps', 'readable'),
  field('HPM', 3, 29, `Whether ${mode} may read hpmcounter3 to hpmcounter31, one bit each.`),
];

export const unprivilegedCounters: readonly Csr[] = [
  csr(
    0xc00,
    'cycle',
    'Clock cycles since reset; on this machine the instructions retired, plus stalls if a cost model is on.',
  ),
  csr(0xc01, 'time', 'The time, in ticks of the timer: mtime of the CLINT.'),
  csr(0xc02, 'instret', 'Instructions retired (completed) since reset.'),
  ...eventCounters(0xc00, 'hpmcounter', (n) => `Event counter ${n}; counts nothing on this machine.`),
];

export const machineCounters: readonly Csr[] = [
  csr(0xb00, 'mcycle', 'Clock cycles since reset; machine mode can set it.'),
  csr(0xb02, 'minstret', 'Instructions retired since reset; machine mode can set it.'),
  ...eventCounters(0xb00, 'mhpmcounter', (n) => `Event counter ${n}; always 0 on this machine.`),
  csr(
    0x306,
    'mcounteren',
    'Machine counter enable: which counters the modes below machine mode may read.',
    access('supervisor mode'),
  ),
  csr(0x320, 'mcountinhibit', 'Which counters stand still.', [
    flag('CY', 0, 'Whether cycle stands still.', 'counts', 'stands still'),
    flag('IR', 2, 'Whether instret stands still.', 'counts', 'stands still'),
    field('HPM', 3, 29, 'Whether event counters 3 to 31 stand still, one bit each.'),
  ]),
  ...eventCounters(
    0x320,
    'mhpmevent',
    (n) => `Which event counter ${n} counts; always 0 (none) on this machine.`,
  ),
];

export const supervisorCounters: readonly Csr[] = [
  csr(
    0x106,
    'scounteren',
    'Supervisor counter enable: which counters user programs may read.',
    access('user mode'),
  ),
];
