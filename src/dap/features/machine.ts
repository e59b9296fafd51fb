import { hex } from '../../base/integers';
import { csrs, readFields } from '../../isa/csrs';
import { abiNames, registerRole } from '../../isa/registers';
import { Privilege, type Hart } from '../../machine/types';
import {
  interruptsEnabled,
  pendingInterrupts,
  rootOf,
  satpOf,
  ticksToTimer,
} from '../../debug/inspect/cpu-state';
import { speed } from '../../debug/launch/speed';
import { modeOf } from '../../debug/system';
import type { CpuBody, CsrBody, CsrsBody, RegisterBody } from '../../protocol/requests';
import { codeAt } from '../code-place';
import { ErrorId, RequestError } from '../errors';
import { changed } from '../events';
import type { Feature } from '../feature';
import { cpuNumbered } from '../numbered-cpu';
import type { Session } from '../session';
import { anything, flag, nothing, object } from '../shapes/shape';
import { isPlainCounter } from '../variables/csrs';

const speeds = speed();

/** The machine as a whole: its CPUs and their CSRs, its speed, a digest of all of it. */
export const machineFeature = {
  'trapframe/machine': {
    shape: nothing,
    handle: (session) => {
      const { system } = session.active;
      return {
        instruction: system.machine.instant,
        end: session.active.time.end,
        running: session.active.isRunning,
        speed: session.wishes.speed ?? 'full',
        cpus: system.machine.harts.map((hart) => cpuBody(session, hart)),
      };
    },
  },
  'trapframe/registers': {
    shape: object({ cpu: anything }),
    handle: (session, { cpu }) => ({ registers: registerBodies(session, cpuNumbered(session, cpu)) }),
  },
  'trapframe/csrs': {
    shape: object({ cpu: anything }),
    handle: (session, { cpu }) => csrsBody(cpuNumbered(session, cpu)),
  },
  /** Tells two machines apart: equal runs have equal digests at equal instants. */
  'trapframe/hash': {
    shape: object({}, { architectural: flag }),
    handle: (session, { architectural = false }) => ({
      hash: session.active.system.machine.hash(architectural),
    }),
  },
  /** How fast the machine runs when it is let go; in the middle of a run, too. */
  'trapframe/speed': {
    shape: object({}, { speed: anything }),
    handle: (session, { speed: given }) => {
      if (given !== undefined) {
        const wanted = speeds.read(given);
        if (wanted === undefined) {
          throw new RequestError(
            ErrorId.user,
            `speed ${JSON.stringify(given)} is not allowed; it takes ${speeds.allowed}`,
          );
        }
        session.wishes.speed = wanted;
        if (session.pace) session.pace.speed = wanted;
        if (session.debugger) changed(session);
      }
      return { speed: session.wishes.speed ?? 'full' };
    },
  },
} satisfies Feature;

function cpuBody(session: Session, hart: Hart): CpuBody {
  const { system } = session.active;
  const pid = system.running(hart)?.pid;
  const timer = ticksToTimer(hart);
  const root = hart.privilege === Privilege.machine ? undefined : rootOf(satpOf(hart));
  return {
    cpu: hart.id,
    mode: modeOf(hart.privilege),
    pc: hex(hart.pc),
    ...codeAt(session, system.imageOn(hart), hart.pc),
    ...(pid === undefined ? {} : { pid }),
    interruptsEnabled: interruptsEnabled(hart),
    pending: pendingInterrupts(hart),
    ...(timer === undefined ? {} : { timer }),
    ...(root === undefined ? {} : { pageTable: hex(root) }),
  };
}

function registerBodies(session: Session, hart: Hart): RegisterBody[] {
  const image = session.active.system.imageOn(hart);
  return abiNames.map((name, number) => {
    const value = hart.readRegister(number);
    // Small numbers are rarely addresses, whatever lies there.
    const symbol = value < LEAST_ADDRESS ? undefined : image?.nameOf(value);
    return {
      name,
      value: hex(value),
      ...(symbol === undefined ? {} : { symbol }),
      role: registerRole(number),
    };
  });
}

/** Programs begin above the first page, so that a null pointer faults. */
const LEAST_ADDRESS = 0x1000n;

const csrsBody = (hart: Hart): CsrsBody => ({
  csrs: csrs.flatMap((csr): CsrBody[] => {
    const value = isPlainCounter(csr) ? undefined : hart.readCsr(csr.number);
    if (value === undefined) return [];
    const fields = readFields(csr, value).map(({ field, value: part, meaning }) => ({
      name: field.name,
      value: hex(part),
      doc: field.doc,
      ...(meaning === undefined ? {} : { meaning }),
    }));
    return [{ name: csr.name, value: hex(value), doc: csr.doc, fields }];
  }),
});
