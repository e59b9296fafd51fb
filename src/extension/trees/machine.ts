import type { CpuBody, CsrBody } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import { speedInWords } from '../sessions/speed';
import { codeInWords } from './code';
import type { Node, Rows } from './node';

/** Each CPU: mode, pc, interrupts, timer, address space; and its CSRs, field by field. */
export function machineRows(session: Session): Rows {
  const { picture, activity } = session;
  if (!picture)
    return { nodes: [], message: activity === 'running' ? 'The machine runs.' : 'The machine starts.' };
  const { instruction, cpus, speed } = picture.machine;
  return {
    nodes: cpus.map((cpu) => presentCpu(cpu, () => csrRows(session, cpu.cpu), cpus.length === 1)),
    message: `Instant ${instruction}: steps of all CPUs since reset. Continue runs at ${speedInWords(speed)}.`,
  };
}

const icons = { user: 'account', kernel: 'shield', machine: 'chip' } as const;

export function presentCpu(cpu: CpuBody, csrs: () => Promise<readonly Node[]>, expanded: boolean): Node {
  const { mode, pc, code, pid, interruptsEnabled, pending, timer, pageTable } = cpu;
  const id = `cpu ${cpu.cpu}`;
  const row = (label: string, description: string, icon: string): Node => ({
    id: `${id}/${label}`,
    label,
    description,
    icon,
    spoken: `${label}: ${description}`,
  });
  const whose = pid === undefined ? 'no process' : `pid ${pid}`;
  return {
    id,
    label: `CPU ${cpu.cpu}`,
    description: `${mode} · ${whose}`,
    spoken: `CPU ${cpu.cpu}, ${mode} mode, ${whose}`,
    icon: icons[mode],
    expanded,
    children: [
      row('mode', mode, icons[mode]),
      {
        ...row('pc', code ? `${pc} ${codeInWords(pc, code)}` : pc, 'debug-stackframe'),
        ...(code?.place ? { place: code.place } : {}),
      },
      row('process', whose, 'server-process'),
      row('interrupts', interruptsEnabled ? 'on' : 'off', interruptsEnabled ? 'bell' : 'bell-slash'),
      row('pending', pending.length === 0 ? 'none' : pending.join(', '), 'inbox'),
      row('timer', timer === undefined ? 'not set' : timer <= 0 ? 'is due' : `in ${timer} ticks`, 'clock'),
      row(
        'address space',
        pageTable === undefined ? 'none: addresses are physical' : `page table at ${pageTable}`,
        'map',
      ),
      {
        id: `${id}/csrs`,
        label: 'CSRs',
        description: 'control and status registers',
        icon: 'list-tree',
        children: csrs,
      },
    ],
  };
}

async function csrRows(session: Session, cpu: number): Promise<readonly Node[]> {
  const { csrs } = await session.request('trapframe/csrs', { cpu });
  return csrs.map((csr) => presentCsr(csr, `cpu ${cpu}/csrs`));
}

export const presentCsr = ({ name, value, doc, fields }: CsrBody, parent: string): Node => ({
  id: `${parent}/${name}`,
  label: name,
  description: value,
  tooltip: doc,
  spoken: `${name}, ${value}`,
  ...(fields.length === 0
    ? {}
    : {
        children: fields.map((field) => ({
          id: `${parent}/${name}/${field.name}`,
          label: field.name,
          description: field.meaning === undefined ? field.value : `${field.value} (${field.meaning})`,
          tooltip: field.doc,
          spoken: `${field.name}, ${field.meaning ?? field.value}`,
        })),
      }),
});
