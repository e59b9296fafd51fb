import type { CpuBody, ProcessBody, Speed } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import { speedInWords } from '../sessions/speed';
import { grouped } from '../../base/grouped';

/** What the status bar says; `spoken` is what a screen reader says instead of icons and dots. */
export interface StatusText {
  readonly text: string;
  readonly spoken: string;
  readonly tooltip: string;
}

const icons = { user: 'account', kernel: 'shield', machine: 'chip' } as const;

/** Mode bit and process of every CPU, and the instant. */
export function presentStatus(session: Session): StatusText {
  const { picture, activity } = session;
  if (activity === 'running' && !session.isFollowed)
    return short('$(debug-start) running', 'Trapframe: the machine runs');
  if (!picture) return short('$(loading~spin) starting', 'Trapframe: the machine starts');
  const { cpus, instruction } = picture.machine;
  const { processes } = picture.processes;
  const several = cpus.length > 1;
  const instant = grouped(instruction);
  const shown = cpus.map((cpu) => {
    const prefix = several ? `cpu ${cpu.cpu} ` : '';
    return `${prefix}$(${icons[cpu.mode]}) ${cpu.mode} · ${processOf(cpu, processes)}`;
  });
  const spoken = cpus.map((cpu) => {
    const prefix = several ? `cpu ${cpu.cpu}: ` : '';
    return `${prefix}${cpu.mode} mode, ${processOf(cpu, processes)}`;
  });
  return {
    text: (activity === 'running' ? '$(debug-start) ' : '') + [...shown, instant].join(' · '),
    spoken: `Trapframe: ${activity === 'running' ? 'running slowly, ' : ''}${[...spoken, `instant ${instant}`].join(', ')}`,
    tooltip: [
      ...cpus.map(
        (cpu) =>
          `CPU ${cpu.cpu}: ${cpu.mode} mode, ${processOf(cpu, processes)}, pc ${cpu.pc}, ` +
          `interrupts ${cpu.interruptsEnabled ? 'on' : 'off'}`,
      ),
      `Instant ${instant}: steps since reset`,
    ].join('\n'),
  };
}

function processOf(cpu: CpuBody, processes: readonly ProcessBody[]): string {
  if (cpu.pid === undefined) return 'no process';
  const name = processes.find((process) => process.pid === cpu.pid)?.name;
  return name ? `pid ${cpu.pid} ${name}` : `pid ${cpu.pid}`;
}

/** How fast the machine runs, beside that. */
export function presentSpeed(speed: Speed): StatusText {
  const words = speedInWords(speed);
  return {
    text: `$(dashboard) ${words}`,
    spoken: `Trapframe: the machine runs at ${words}`,
    tooltip: `Continue runs the machine at ${words}. Click to change it.`,
  };
}

const short = (text: string, spoken: string): StatusText => ({ text, spoken, tooltip: spoken });
