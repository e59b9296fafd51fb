import type { Cursor } from '../cursor';
import type { CommonInformation, FrameDescription } from './entries';
import type { CfaRule, RegisterRule, UnwindRow } from './row';

const MOST_STATES = 64;
const MOST_REGISTERS = 0x2000;

/** DW_CFA codes (DWARF 5, table 7.29): the first three in the top two bits. */
const Cfa = {
  advanceLoc: 0x40,
  offset: 0x80,
  restore: 0xc0,
  nop: 0x00,
  setLoc: 0x01,
  advanceLoc1: 0x02,
  advanceLoc2: 0x03,
  advanceLoc4: 0x04,
  offsetExtended: 0x05,
  restoreExtended: 0x06,
  undefined: 0x07,
  sameValue: 0x08,
  register: 0x09,
  rememberState: 0x0a,
  restoreState: 0x0b,
  defCfa: 0x0c,
  defCfaRegister: 0x0d,
  defCfaOffset: 0x0e,
  defCfaExpression: 0x0f,
  expression: 0x10,
  offsetExtendedSf: 0x11,
  defCfaSf: 0x12,
  defCfaOffsetSf: 0x13,
  valOffset: 0x14,
  valOffsetSf: 0x15,
  valExpression: 0x16,
  gnuArgsSize: 0x2e,
} as const;

interface State {
  cfa: CfaRule | undefined;
  registers: Map<number, RegisterRule>;
}

/**
 * Runs the instructions of a frame description up to `pc`.
 * @throws DwarfError when they are none; they end, as each takes at least a byte.
 */
export function rowAt(description: FrameDescription, pc: bigint): UnwindRow {
  const { common } = description;
  const machine = new FrameMachine(common, description.low, pc);
  machine.run(common.instructions.at(common.instructions.offset));
  machine.initial = new Map(machine.state.registers);
  machine.run(description.instructions.at(description.instructions.offset));
  const { returnAddressRegister, isSignalFrame } = common;
  return { ...machine.state, returnAddressRegister, isSignalFrame };
}

class FrameMachine {
  state: State = { cfa: undefined, registers: new Map() };
  /** What the common instructions set up, for the restore instructions. */
  initial: ReadonlyMap<number, RegisterRule> = new Map();
  private readonly remembered: State[] = [];

  constructor(
    private readonly common: CommonInformation,
    private location: bigint,
    private readonly pc: bigint,
  ) {}

  run(cursor: Cursor): void {
    while (!cursor.atEnd && this.location <= this.pc) this.step(cursor);
  }

  private step(cursor: Cursor): void {
    const code = cursor.u8();
    const low = code & 0x3f;
    switch (code & 0xc0) {
      case Cfa.advanceLoc:
        return this.advance(low);
      case Cfa.offset:
        return this.rule(low, { kind: 'offset', offset: this.data(cursor.ulebBig()) });
      case Cfa.restore:
        return this.restore(low);
    }
    switch (code) {
      case Cfa.nop:
        return;
      case Cfa.setLoc:
        this.location = cursor.unsigned(this.common.addressSize);
        return;
      case Cfa.advanceLoc1:
        return this.advance(cursor.u8());
      case Cfa.advanceLoc2:
        return this.advance(cursor.u16());
      case Cfa.advanceLoc4:
        return this.advance(cursor.u32());
      case Cfa.offsetExtended:
        return this.rule(cursor.uleb(), { kind: 'offset', offset: this.data(cursor.ulebBig()) });
      case Cfa.offsetExtendedSf:
        return this.rule(cursor.uleb(), { kind: 'offset', offset: this.data(cursor.slebBig()) });
      case Cfa.restoreExtended:
        return this.restore(cursor.uleb());
      case Cfa.undefined:
        return this.rule(cursor.uleb(), { kind: 'undefined' });
      case Cfa.sameValue:
        return this.rule(cursor.uleb(), { kind: 'sameValue' });
      case Cfa.register:
        return this.rule(cursor.uleb(), { kind: 'register', register: cursor.uleb() });
      case Cfa.valOffset:
        return this.rule(cursor.uleb(), { kind: 'valueOffset', offset: this.data(cursor.ulebBig()) });
      case Cfa.valOffsetSf:
        return this.rule(cursor.uleb(), { kind: 'valueOffset', offset: this.data(cursor.slebBig()) });
      case Cfa.expression:
        return this.rule(cursor.uleb(), { kind: 'expression', expression: cursor.block(cursor.uleb()) });
      case Cfa.valExpression:
        return this.rule(cursor.uleb(), { kind: 'valueExpression', expression: cursor.block(cursor.uleb()) });
      case Cfa.gnuArgsSize:
        return cursor.skipLeb();
      default:
        return this.stepFrame(code, cursor);
    }
  }

  /** Instructions about the frame address, and about whole rows. */
  private stepFrame(code: number, cursor: Cursor): void {
    const { state, remembered } = this;
    switch (code) {
      case Cfa.defCfa:
        state.cfa = { kind: 'register', register: cursor.uleb(), offset: cursor.ulebBig() };
        return;
      case Cfa.defCfaSf:
        state.cfa = { kind: 'register', register: cursor.uleb(), offset: this.data(cursor.slebBig()) };
        return;
      case Cfa.defCfaRegister:
        // gcc for RISC-V names the register this way first, and means the offset 0.
        if (!state.cfa) state.cfa = { kind: 'register', register: 0, offset: 0n };
        state.cfa = { ...this.registerRule(cursor), register: cursor.uleb() };
        return;
      case Cfa.defCfaOffset:
        state.cfa = { ...this.registerRule(cursor), offset: cursor.ulebBig() };
        return;
      case Cfa.defCfaOffsetSf:
        state.cfa = { ...this.registerRule(cursor), offset: this.data(cursor.slebBig()) };
        return;
      case Cfa.defCfaExpression:
        state.cfa = { kind: 'expression', expression: cursor.block(cursor.uleb()) };
        return;
      case Cfa.rememberState:
        if (remembered.length >= MOST_STATES) cursor.fail('too many remembered rows');
        remembered.push({ cfa: state.cfa, registers: new Map(state.registers) });
        return;
      case Cfa.restoreState:
        this.state = remembered.pop() ?? cursor.fail('a row that was not remembered');
        return;
      default:
        cursor.fail(`the unknown frame instruction 0x${code.toString(16)}`);
    }
  }

  private advance(delta: number): void {
    this.location += BigInt(delta * this.common.codeAlignment);
  }

  private data(factored: bigint): bigint {
    return factored * BigInt(this.common.dataAlignment);
  }

  private rule(register: number, rule: RegisterRule): void {
    // Control and status registers have numbers from 4096 on.
    if (register < MOST_REGISTERS) this.state.registers.set(register, rule);
  }

  private restore(register: number): void {
    const rule = this.initial.get(register);
    if (rule) this.state.registers.set(register, rule);
    else this.state.registers.delete(register);
  }

  private registerRule(cursor: Cursor): CfaRule & { kind: 'register' } {
    const { cfa } = this.state;
    return cfa?.kind === 'register' ? cfa : cursor.fail('a change of a frame address that no register gives');
  }
}
