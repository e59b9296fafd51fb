import { Attribute } from '../attributes';
import { Cursor } from '../cursor';
import { entryAt } from '../entries';
import type { Unit } from '../unit';
import { Stack, Unavailable, bytesOf, integerOf } from './machine';
import { Op, binaryOperations, unaryOperations } from './operations';
import { unavailable, type FrameState, type Piece, type ValuePlace } from './place';

/** Operations one evaluation may take: expressions can loop. */
const MOST_STEPS = 10_000;

/** What an expression is evaluated in. */
export interface LocationContext {
  readonly unit?: Unit;
  readonly frame: FrameState;
  /** What DW_OP_fbreg is relative to. */
  frameBase?(): bigint | undefined;
  /** What an expression was when the function was entered. */
  atEntry?(expression: Uint8Array): bigint | undefined;
}

/**
 * Where the value is that a location expression describes (DWARF 5, 2.5 and 2.6).
 * @throws DwarfError when the expression is none.
 */
export function evaluateLocation(expression: Uint8Array, context: LocationContext): ValuePlace {
  if (expression.length === 0) return unavailable('optimized out');
  try {
    return new Evaluation(expression, context).location();
  } catch (error) {
    if (error instanceof Unavailable) return unavailable(error.message);
    throw error;
  }
}

/**
 * The number an expression computes, `initial` on its stack first; undefined when something it needs is lost.
 * @throws DwarfError when the expression is none.
 */
export function evaluateNumber(
  expression: Uint8Array,
  context: LocationContext,
  ...initial: readonly bigint[]
): bigint | undefined {
  try {
    return new Evaluation(expression, context, initial).number();
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

class Evaluation {
  private readonly cursor: Cursor;
  private readonly stack: Stack;
  private readonly pieces: Piece[] = [];
  /** Set by the operations that end a location description; a piece uses it up. */
  private place: ValuePlace | undefined;

  constructor(
    expression: Uint8Array,
    private readonly context: LocationContext,
    initial: readonly bigint[] = [],
  ) {
    this.cursor = new Cursor(expression, 'an expression');
    this.stack = new Stack(this.cursor);
    for (const value of initial) this.stack.push(value);
  }

  location(): ValuePlace {
    this.run();
    return this.pieces.length > 0 ? { kind: 'pieces', pieces: this.pieces } : this.here();
  }

  number(): bigint {
    this.run();
    if (this.place?.kind === 'register') return this.register(this.place.register);
    if (this.place) throw new Unavailable('it has no single value');
    return this.stack.pop();
  }

  private run(): void {
    for (let steps = 0; !this.cursor.atEnd; steps++) {
      if (steps > MOST_STEPS) this.cursor.fail('an expression that does not end');
      this.step(this.cursor.u8());
    }
  }

  private here(): ValuePlace {
    const place = this.place ?? { kind: 'memory', address: this.stack.pop() };
    this.place = undefined;
    return place;
  }

  private step(op: number): void {
    const { cursor, stack } = this;
    const binary = binaryOperations[op];
    const unary = unaryOperations[op];
    if (binary) {
      const b = stack.pop();
      return stack.push(binary(stack.pop(), b));
    }
    if (unary) return stack.push(unary(stack.pop()));
    if (op >= Op.lit0 && op <= Op.lit31) return stack.push(BigInt(op - Op.lit0));
    if (op >= Op.reg0 && op <= Op.reg31) return this.inRegister(op - Op.reg0);
    if (op >= Op.breg0 && op <= Op.breg31) return stack.push(this.register(op - Op.breg0) + cursor.slebBig());
    switch (op) {
      case Op.addr:
        return stack.push(cursor.unsigned(this.addressSize));
      case Op.const1u:
        return stack.push(BigInt(cursor.u8()));
      case Op.const1s:
        return stack.push(BigInt(cursor.i8()));
      case Op.const2u:
        return stack.push(BigInt(cursor.u16()));
      case Op.const2s:
        return stack.push(BigInt(cursor.i16()));
      case Op.const4u:
        return stack.push(BigInt(cursor.u32()));
      case Op.const4s:
        return stack.push(BigInt(cursor.i32()));
      case Op.const8u:
      case Op.const8s:
        return stack.push(cursor.u64());
      case Op.constu:
        return stack.push(cursor.ulebBig());
      case Op.consts:
        return stack.push(cursor.slebBig());
      case Op.plusUconst:
        return stack.push(stack.pop() + cursor.ulebBig());
      case Op.dup:
        return stack.push(stack.pick(0));
      case Op.drop:
        return void stack.pop();
      case Op.over:
        return stack.push(stack.pick(1));
      case Op.pick:
        return stack.push(stack.pick(cursor.u8()));
      case Op.swap:
        return this.reorder(0, 1);
      case Op.rot:
        return this.reorder(0, 2, 1);
      case Op.deref:
        return this.load(this.addressSize);
      case Op.derefSize:
        return this.load(cursor.u8());
      case Op.skip:
        return this.jump(cursor.i16());
      case Op.bra: {
        const distance = cursor.i16();
        return stack.pop() === 0n ? undefined : this.jump(distance);
      }
      case Op.regx:
        return this.inRegister(cursor.uleb());
      case Op.bregx:
        return stack.push(this.register(cursor.uleb()) + cursor.slebBig());
      case Op.fbreg: {
        const offset = cursor.slebBig();
        const base = this.context.frameBase?.();
        if (base === undefined) throw new Unavailable('its frame is unknown');
        return stack.push(base + offset);
      }
      case Op.callFrameCfa: {
        const cfa = this.context.frame.cfa?.();
        if (cfa === undefined) throw new Unavailable('its frame is unknown');
        return stack.push(cfa);
      }
      case Op.addrx:
      case Op.constx:
      case Op.gnuAddressIndex:
      case Op.gnuConstIndex:
        return stack.push(this.unit.addressAt(cursor.uleb()));
      case Op.nop:
        return undefined;
      default:
        return this.stepComposite(op);
    }
  }

  /** Operations that end a description, join pieces, or have types. */
  private stepComposite(op: number): void {
    const { cursor, stack } = this;
    switch (op) {
      case Op.stackValue:
        this.place = { kind: 'value', bytes: bytesOf(stack.pop()) };
        return;
      case Op.implicitValue:
        this.place = { kind: 'value', bytes: cursor.block(cursor.uleb()) };
        return;
      case Op.piece:
        return this.piece(8 * cursor.uleb(), 0);
      case Op.bitPiece:
        return this.piece(cursor.uleb(), cursor.uleb());
      case Op.constType:
      case Op.gnuConstType: {
        const type = this.baseType(cursor.uleb());
        return stack.push(extended(integerOf(cursor.block(cursor.u8())), type));
      }
      case Op.regvalType:
      case Op.gnuRegvalType: {
        const value = this.register(cursor.uleb());
        return stack.push(extended(value, this.baseType(cursor.uleb())));
      }
      case Op.derefType:
      case Op.gnuDerefType: {
        this.load(cursor.u8());
        return stack.push(extended(stack.pop(), this.baseType(cursor.uleb())));
      }
      case Op.convert:
      case Op.gnuConvert:
      case Op.reinterpret:
      case Op.gnuReinterpret:
        return stack.push(extended(stack.pop(), this.baseType(cursor.uleb())));
      case Op.entryValue:
      case Op.gnuEntryValue: {
        const value = this.context.atEntry?.(cursor.block(cursor.uleb()));
        if (value === undefined) throw new Unavailable('only its value at the call was known');
        return stack.push(value);
      }
      case Op.gnuParameterRef:
        throw new Unavailable('only its value at the call was known');
      case Op.implicitPointer:
      case Op.gnuImplicitPointer:
        throw new Unavailable('what it points to is optimized out');
      default:
        cursor.fail(`the unknown operation 0x${op.toString(16)}`);
    }
  }

  private get unit(): Unit {
    return this.context.unit ?? this.cursor.fail('an operation that has no unit to refer to');
  }

  private get addressSize(): number {
    return this.context.unit?.addressSize ?? 8;
  }

  private register(number: number): bigint {
    const value = this.context.frame.register(number);
    if (value === undefined) throw new Unavailable('the register it is in was not saved');
    return value;
  }

  private inRegister(register: number): void {
    this.place = { kind: 'register', register };
  }

  private load(size: number): void {
    if (size < 1 || size > 8) this.cursor.fail(`a load of ${size} bytes`);
    const bytes = this.context.frame.readMemory(this.stack.pop(), size);
    if (!bytes) throw new Unavailable('the memory that leads to it cannot be read');
    this.stack.push(integerOf(bytes));
  }

  /** A jump to before the start or behind the end is caught by the cursor. */
  private jump(distance: number): void {
    const target = this.cursor.offset + distance;
    this.cursor.offset = this.cursor.at(target).offset;
  }

  /** Puts the topmost values back in another order, the last on top; positions count from the topmost. */
  private reorder(...order: readonly number[]): void {
    const values = order.map(() => this.stack.pop());
    for (const position of order) this.stack.push(values[position]);
  }

  private piece(size: number, offset: number): void {
    if (this.pieces.length > MOST_STEPS) this.cursor.fail('a value of too many pieces');
    // A piece of nothing says that this part is optimized out.
    const place = this.place ?? (this.stack.isEmpty ? unavailable('optimized out') : this.here());
    this.place = undefined;
    this.pieces.push({ place, size, offset });
  }

  /** An integer type by the offset of its entry in the unit; 0 is the generic type. */
  private baseType(offset: number): IntegerType {
    if (offset === 0) return { bits: 64, isSigned: false };
    const entry = entryAt(this.unit, this.unit.header.offset + offset);
    const bits = 8 * (entry?.number(Attribute.byteSize) ?? 8);
    const encoding = entry?.number(Attribute.encoding);
    if (encoding === 0x04 || bits > 64) throw new Unavailable('it takes floating-point arithmetic');
    return { bits, isSigned: encoding === 0x05 || encoding === 0x06 };
  }
}

interface IntegerType {
  readonly bits: number;
  readonly isSigned: boolean;
}

const extended = (value: bigint, { bits, isSigned }: IntegerType): bigint =>
  isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
