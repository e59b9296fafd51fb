import { UserError } from '../../base/errors';
import { hex } from '../../base/integers';
import { Register } from '../../isa/registers';
import { Privilege, type Hart } from '../../machine/types';
import { nearName } from '../../toolchain/assembler/text/near-names';
import type { FunctionInformation } from '../../toolchain/dwarf/functions/model';
import { spaceOf } from '../names/viewpoint';
import { viewOfHart } from '../run/judge';
import type { Image } from '../symbols/image';
import type { System } from '../system';
import type { Space } from '../values/location';
import type { Witness } from '../witness';
import { argumentsOf, resultOf, type Registers } from './arguments';
import type { FunctionCall } from './function-call';

/** A function that is looked out for, in one of the programs. */
interface Watched {
  readonly name: string;
  readonly entry: bigint;
  readonly image: Image;
  readonly known: FunctionInformation | undefined;
}

/** A call that has not come back. */
interface Open {
  readonly call: FunctionCall;
  readonly of: Watched;
  readonly returnsTo: bigint;
  readonly sp: bigint;
  /** Stacks of user programs have the same addresses; those of the kernel are each of their own. */
  readonly owner: number | undefined;
}

/** Sees the calls of a function go by, in the kernel and in programs: with what, and what came of them. */
export class CallWatch implements Witness {
  addressesChanged: (() => void) | undefined = undefined;
  private readonly functions: readonly Watched[];
  private readonly returns = new Set<bigint>();
  private open: readonly Open[] = [];

  /**
   * @param found called as each of them begins; its `end` is set when it is over
   * @throws UserError when no program has such a function
   */
  constructor(
    private readonly system: System,
    name: string,
    private readonly found: (call: FunctionCall) => void,
  ) {
    this.functions = functionsCalled(system, name.trim());
  }

  get addresses(): Iterable<bigint> {
    return [...this.functions.map(({ entry }) => entry), ...this.returns];
  }

  reached(cpu: number): void {
    const hart = this.system.hart(cpu);
    const { pc } = hart;
    if (this.returns.has(pc)) this.leave(hart);
    const watched = this.functions.filter(({ entry }) => entry === pc);
    if (watched.length === 0) return;
    const image = this.system.imageOn(hart);
    const of = watched.find((one) => one.image === image);
    if (of) this.enter(hart, of);
  }

  save(): unknown {
    return this.open;
  }

  restore(open: readonly Open[]): void {
    this.open = open;
  }

  private enter(hart: Hart, of: Watched): void {
    const sp = hart.readRegister(Register.sp);
    const returnsTo = hart.readRegister(Register.ra);
    const owner = this.ownerOf(hart);
    // Stacks grow downward: what was called further in, or in the same place, is gone without a return.
    this.open = this.open.filter((one) => one.owner !== owner || one.sp > sp || !isNear(one.sp, sp));
    const registers = registersOf(this.system, hart);
    const pid = this.system.runningPid(hart);
    const call: FunctionCall = {
      at: this.system.machine.instant,
      cpu: hart.id,
      pid: pid === 0 ? undefined : pid,
      name: of.name,
      arguments: argumentsOf(of.known, registers),
      caller: callerAt(returnsTo, registers.space),
      depth: this.open.filter((one) => one.owner === owner && isNear(one.sp, sp)).length,
      end: undefined,
    };
    this.open = [...this.open, { call, of, returnsTo, sp, owner }];
    this.found(call);
    if (this.returns.has(returnsTo)) return;
    this.returns.add(returnsTo);
    this.addressesChanged?.();
  }

  private leave(hart: Hart): void {
    const sp = hart.readRegister(Register.sp);
    const owner = this.ownerOf(hart);
    const over = this.open.find((one) => one.returnsTo === hart.pc && one.sp === sp && one.owner === owner);
    if (!over) return;
    this.open = this.open.filter((one) => one !== over);
    const result = resultOf(over.of.known, registersOf(this.system, hart));
    over.call.end = { at: this.system.machine.instant, result };
  }

  private ownerOf(hart: Hart): number | undefined {
    return hart.privilege === Privilege.user ? this.system.runningPid(hart) : undefined;
  }
}

/** Bytes of the largest stack of a kernel; in a program, where the owner tells, it does no harm. */
const isNear = (one: bigint, other: bigint): boolean => {
  const distance = one - other;
  return distance > -4096n && distance < 1n << 20n;
};

/** Where a call comes back to, in words. Behind a call that is the last instruction of its function another one begins. */
function callerAt(returnsTo: bigint, space: Space): string {
  const within = /^(.+)\+(\d+)$/.exec(space.nameOf(returnsTo - 2n) ?? '');
  return within ? `${within[1]}+${Number(within[2]) + 2}` : hex(returnsTo);
}

function registersOf(system: System, hart: Hart): Registers {
  let found: Space | undefined;
  return {
    read: (number) => hart.readRegister(number),
    get space() {
      return (found ??= spaceOf(system, viewOfHart(system, hart)));
    },
  };
}

/** @throws UserError when no program has such a function */
function functionsCalled({ images }: System, name: string): Watched[] {
  const found = images.flatMap((image): Watched[] => {
    const symbol = image.symbols.named(name);
    if (!symbol || !image.hasCode(symbol.address)) return [];
    const entry = image.executedAt(symbol.address);
    const known = image.debug.functions.at(symbol.address);
    return [{ name, entry, image, known: known?.entry === symbol.address ? known : undefined }];
  });
  if (found.length > 0) return found;
  const names = images.flatMap((image) =>
    image.symbols.all
      .filter((symbol) => /^[A-Za-z_]/.test(symbol.name) && image.hasCode(symbol.address))
      .map((symbol) => symbol.name),
  );
  const near = nearName(name, names);
  throw new UserError(
    `no program of this run has a function "${name}"` + (near === undefined ? '' : `; did you mean ${near}?`),
  );
}
