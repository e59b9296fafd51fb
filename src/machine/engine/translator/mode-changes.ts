import { CONTEXT_SIZE, Context, DATA_TLB_SIZE, Entry, Quiet, REFILL_SIZE, Slot } from '../../layout';
import { Status } from '../../status';
import { Privilege } from '../../types';
import { FunctionBody, Op, ValueType, type Label } from '../wasm-module';
import { emitFind } from './find';
import { RegionExit } from './region-exit';

/** Instructions that change the mode: places of their functions in the table, which translated code calls as its tail. */
export const ModeChange = { ecall: 0, mret: 1, sret: 2 } as const;
export type ModeChange = keyof typeof ModeChange;

/**
 * A trap by a call and the returns from traps, as in `traps.ts`, in the usual case. In any other nothing is changed and the interpreter
 * does it: while somebody watches or an interrupt is pending (`Slot.quiet`), with MPRV or MXR, and where it is illegal.
 */
export const modeChanges = (): FunctionBody[] => [
  ecall(),
  trapReturn(Privilege.machine),
  trapReturn(Privilege.supervisor),
];

/** Of each level that takes traps its CSRs, and its fields in mstatus. */
const LEVELS = {
  [Privilege.machine]: {
    epc: Slot.mepc, cause: Slot.mcause, tval: Slot.mtval, tvec: Slot.mtvec, ie: Status.MIE, pie: Status.MPIE, pp: Status.MPP, shift: Status.MPP_SHIFT,
  },
  [Privilege.supervisor]: {
    epc: Slot.sepc, cause: Slot.scause, tval: Slot.stval, tvec: Slot.stvec, ie: Status.SIE, pie: Status.SPIE, pp: Status.SPP, shift: 8,
  },
} as const; // prettier-ignore
type Level = keyof typeof LEVELS;
/** From an interrupt enable to what it was before the trap. */
const PIE = 4;
/** The cause of a call from user mode; those from the modes above follow by their numbers. */
const ECALL_FROM_USER = 8;

/** Code that takes one step, the budget being its parameter, and goes on in another mode. */
class ModeChangeEmitter {
  readonly body = new FunctionBody(1);
  /** mstatus, and the mode. */
  readonly status = this.body.local(ValueType.i32);
  readonly mode = this.body.local(ValueType.i32);
  private readonly budget = 0;
  private readonly context = this.body.local(ValueType.i32);
  private readonly entry = this.body.local(ValueType.i32);
  private readonly pc = this.body.local(ValueType.i64);
  /** To the interpreter, with nothing changed. */
  readonly leave: Label = this.body.block();

  constructor() {
    const { body, leave, status } = this;
    body.get(this.budget).op(Op.i32_eqz).brIf(leave);
    this.load(Slot.mstatus)
      .tee(status)
      .i32(Status.MPRV | Status.MXR)
      .op(Op.i32_and)
      .brIf(leave);
    this.load(Slot.privilege).set(this.mode);
  }

  /** Goes on only if generated code may do this. */
  unless(quiet: number): void {
    this.load(Slot.quiet).i32(quiet).op(Op.i32_and, Op.i32_eqz).brIf(this.leave);
  }

  load(slot: number): FunctionBody {
    return this.body.i32(0).memory(Op.i32_load, slot);
  }

  /** Leaves bits of mstatus on the stack. */
  bits(mask: number): FunctionBody {
    return this.body.get(this.status).i32(mask).op(Op.i32_and);
  }

  /** With the new mstatus and mode in `status` and `mode`: chooses the buffers, and goes on at what is in a slot. */
  finish(emitTarget: () => void): FunctionBody {
    const { body, context, status, entry, mode } = this;
    body.i32(0).get(status).memory(Op.i32_store, Slot.mstatus);
    body.i32(0).get(mode).memory(Op.i32_store, Slot.privilege);
    this.emitContext();
    body.set(context);
    body.get(context).i32(CONTEXT_SIZE).op(Op.i32_mul);
    this.load(Slot.tlbs).op(Op.i32_add).set(entry);
    body.i32(0).get(entry).memory(Op.i32_store, Slot.readTlb);
    body.i32(0).get(entry).i32(DATA_TLB_SIZE).op(Op.i32_add).memory(Op.i32_store, Slot.writeTlb);
    body.i32(0).get(entry);
    body.i32(2 * DATA_TLB_SIZE).op(Op.i32_add);
    body.memory(Op.i32_store, Slot.fetchTlb);
    body.get(context).i32(REFILL_SIZE).op(Op.i32_mul).set(entry);
    for (let part = 0; part < REFILL_SIZE; part += 4) {
      body
        .i32(0)
        .get(entry)
        .memory(Op.i32_load, Slot.refills + part);
      body.memory(Op.i32_store, Slot.refillRam + part);
    }
    body.get(this.budget).i32(1).op(Op.i32_sub).set(this.budget);
    body.i32(0);
    emitTarget();
    body.tee(this.pc).memory(Op.i64_store, Slot.pc);
    emitFind(body, this.pc, entry, () => {
      body.get(this.budget).get(entry).memory(Op.i32_load, Entry.imm);
      body.callIndirect(Op.return_call_indirect);
    });
    this.emitReturn(RegionExit.unknown);
    body.end();
    this.emitReturn(RegionExit.leave);
    return body.op(Op.unreachable);
  }

  /** See `tlb.ts`: the numbers of user mode and of supervisor mode are those of their contexts, and that of machine mode too. */
  private emitContext(): void {
    const { body, mode } = this;
    body.get(mode).i32(Privilege.supervisor).op(Op.i32_eq);
    this.bits(Status.SUM).i32(0).op(Op.i32_ne, Op.i32_and).if(ValueType.i32);
    body.i32(Context.supervisorSum).else().get(mode).end();
  }

  private emitReturn(exit: number): void {
    this.body.i32(0).get(this.budget).memory(Op.i32_store, Slot.budget);
    this.body.i32(exit).op(Op.return);
  }
}

/** See `Traps.take`. */
function ecall(): FunctionBody {
  const emitter = new ModeChangeEmitter();
  const { body, status, mode, leave } = emitter;
  emitter.unless(Quiet.traps);
  const cause = body.local(ValueType.i32);
  const target = body.local(ValueType.i64);
  const emitTo = (level: Level): void => {
    const { epc, cause: causeSlot, tval, tvec, ie, pie, pp, shift } = LEVELS[level];
    body.i32(0).memory(Op.i64_load, tvec).i64(~3n).op(Op.i64_and).set(target);
    // Whether it is a trap without end, TypeScript decides (`endless-traps.ts`).
    body.get(mode).i32(level).op(Op.i32_eq).get(target).i32(0).memory(Op.i64_load, Slot.pc);
    body.op(Op.i64_eq, Op.i32_and).brIf(leave);
    body.i32(0).i32(0).memory(Op.i64_load, Slot.pc).memory(Op.i64_store, epc);
    body.i32(0).get(cause).op(Op.i64_extend_i32_u).memory(Op.i64_store, causeSlot);
    body.i32(0).i64Of(0).memory(Op.i64_store, tval);
    emitter.bits(ie).i32(PIE).op(Op.i32_shl);
    emitter.bits(~(ie | pie | pp)).op(Op.i32_or);
    body.get(mode).i32(shift).op(Op.i32_shl, Op.i32_or).set(status);
    body.i32(0).get(mode).i32(8).op(Op.i32_shl).get(cause).op(Op.i32_or);
    body.i32((level << 16) | (1 << 24)).op(Op.i32_or).memory(Op.i32_store, Slot.unheard); // prettier-ignore
    body.i32(level).set(mode);
  };
  body.get(mode).i32(ECALL_FROM_USER).op(Op.i32_add).set(cause);
  body.get(mode).i32(Privilege.machine).op(Op.i32_ne);
  emitter.load(Slot.medeleg).get(cause).op(Op.i32_shr_u).i32(1).op(Op.i32_and, Op.i32_and).if();
  emitTo(Privilege.supervisor);
  body.else();
  emitTo(Privilege.machine);
  body.end();
  body.i32(0).i32(0).memory(Op.i64_load, Slot.pc).memory(Op.i64_store, Slot.unheardPc);
  // A trap retires nothing.
  body.i32(0).i32(0).memory(Op.f64_load, Slot.retired).i32(1).op(Op.f64_convert_i32_u, Op.f64_sub);
  body.memory(Op.f64_store, Slot.retired);
  return emitter.finish(() => body.get(target));
}

/** See `Traps.return`. */
function trapReturn(level: Level): FunctionBody {
  const emitter = new ModeChangeEmitter();
  const { body, status, mode, leave } = emitter;
  const { epc, ie, pie, pp, shift } = LEVELS[level];
  body.get(mode).i32(level).op(Op.i32_lt_u).brIf(leave);
  if (level === Privilege.supervisor) {
    body.get(mode).i32(level).op(Op.i32_eq);
    emitter.bits(Status.TSR).i32(0).op(Op.i32_ne, Op.i32_and).brIf(leave);
  }
  emitter.bits(pp).i32(shift).op(Op.i32_shr_u).tee(mode).i32(Privilege.user).op(Op.i32_eq).if();
  emitter.unless(Quiet.returnsToUser);
  body.else();
  emitter.unless(Quiet.returns);
  body.end();
  emitter.bits(pie).i32(PIE).op(Op.i32_shr_u);
  emitter
    .bits(~(ie | pp))
    .i32(pie)
    .op(Op.i32_or, Op.i32_or)
    .set(status);
  return emitter.finish(() => body.i32(0).memory(Op.i64_load, epc));
}
