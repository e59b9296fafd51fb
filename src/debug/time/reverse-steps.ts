import { Register } from '../../isa/registers';
import type { Hart } from '../../machine/types';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { Followed } from '../run/follower';
import { isSameLine } from '../run/inlined-calls';
import type { Library } from '../run/library';
import type { Outcome } from '../run/outcome';
import type { Runner } from '../run/runner';
import type { Granularity } from '../run/stepping';
import { isAssembly } from '../symbols/source-paths';
import { modeOf, type System } from '../system';
import type { Thread } from '../threads';
import type { CodeFrame, Frame } from '../unwind/frames';
import { stackOf } from '../unwind/stacks';
import { Cursor, GivenUp } from './cursor';
import { FrameWalk, type Found, type FramePlace } from './frame-walk';
import { Moments, type Moment } from './moments';
import { atStart } from './time-stop';
import type { Travel } from './travel';
import { whoIs, type Who } from './who';

/** Steps of one thread backward: each undoes what the same step forward does. */
export class ReverseSteps {
  /** Interrupts are not passed over. */
  intoInterrupts = false;
  private readonly moments: Moments;

  constructor(
    private readonly system: System,
    private readonly runner: Runner,
    private readonly travel: Travel,
    private readonly library: Library,
  ) {
    this.moments = new Moments(system, runner, travel);
  }

  /** Over calls by line; by instruction also into them, and into the kernel. */
  async back(thread: Thread, granularity: Granularity): Promise<Followed> {
    return granularity === 'instruction' ? this.instruction(thread) : this.line(thread, granularity, false);
  }

  /** Into the last call of the line before, from its end. */
  async into(thread: Thread, granularity: Granularity): Promise<Followed> {
    return granularity === 'instruction' ? this.instruction(thread) : this.line(thread, granularity, true);
  }

  /** To the call that led to the function of a frame, the newest if none is given. */
  async out(thread: Thread, frame?: CodeFrame): Promise<Followed> {
    const at = await this.entryOf(thread, frame);
    return at === undefined
      ? this.beforeBirth(whoIs(this.system, thread), this.travel.instant)
      : this.arrive(at);
  }

  /** To the first line of the function of a frame, when it was called. */
  async restart(thread: Thread, frame: CodeFrame): Promise<Followed> {
    const { system, runner, travel } = this;
    const who = whoIs(system, thread);
    const before = travel.instant;
    const at = await this.entryOf(thread, frame);
    const entry = frame.function?.symbol.address;
    if (at === undefined || entry === undefined) return this.out(thread, frame);
    await travel.goTo(at);
    const body = frame.image?.afterPrologue(entry) ?? entry;
    const isThere = (hart: Hart): boolean => who.runs(hart);
    await runner.run({ isBlind: true, addresses: [body], atAddress: isThere, until: before });
    const hart =
      system.machine.harts.find((one) => one.pc === body && who.runs(one)) ?? system.machine.current;
    const description = `Back at the start of ${frame.function?.symbol.name ?? 'the function'}`;
    return { kind: 'stopped', hart, stop: { why: { kind: 'restart' }, cpu: hart.id, description } };
  }

  /** The instant before the call that led to the function of a frame; undefined: nobody called it. */
  async entryOf(thread: Thread, frame?: CodeFrame): Promise<number | undefined> {
    const frames = [...stackOf(this.system, thread)];
    const index = frame
      ? frames.findIndex((one) => one.kind === 'code' && one.at === frame.at && one.pc === frame.pc)
      : 0;
    return this.callOf(whoIs(this.system, thread), frames.slice(Math.max(0, index)));
  }

  private async instruction(thread: Thread): Promise<Followed> {
    const { who, walk, start } = this.walk(thread);
    const moment = await walk.any(this.intoInterrupts);
    return moment ? this.arrive(moment.at, moment.cpu) : this.beforeBirth(who, start);
  }

  private async line(thread: Thread, granularity: Granularity, isInto: boolean): Promise<Followed> {
    const { who, walk, here, start } = this.walk(thread);
    const line = thread.hart && this.system.imageOn(thread.hart)?.lineAt(here.pc);
    if (!line) return this.instruction(thread);
    const skips = this.library.isSkipped && !this.library.at(thread.hart);
    let enters = isInto;
    const previous = (): Promise<Found | undefined> => (enters ? this.within(walk, skips) : walk.previous());
    let first = await previous();
    while (first && !isShown(first.moment)) first = await previous();
    if (!first) return this.beforeBirth(who, start);
    let oldest = first.moment;
    let target = lineOf(oldest)!;
    enters &&= !first.isInner;
    for (;;) {
      // Each line of assembly is one: what jumps back to its beginning begins it anew.
      if (isAssembly(target.file) && oldest.pc === target.low) break;
      const next = await previous();
      if (!next || next.isOuter || isPrologue(next.moment)) break;
      const now = lineOf(next.moment);
      if (!now) continue;
      if (next.isInner) {
        enters = false;
        target = now;
      }
      const isOther =
        !isSameLine(now, target) || (granularity === 'statement' && now.column !== target.column);
      if (isOther) break;
      oldest = next.moment;
    }
    return this.arrive(oldest.at, oldest.cpu);
  }

  /** The step before: at the end of what has just returned, where that has a line and is no library to pass over; else in this function. */
  private async within(walk: FrameWalk, skips: boolean): Promise<Found | undefined> {
    for (;;) {
      const moment = await walk.any(this.intoInterrupts);
      if (!moment) return undefined;
      const library = skips ? this.library.of(moment.image, moment.pc) : undefined;
      // The kernel is on the other side of these few instructions.
      if (library === 'systemCall') continue;
      const isEnd = !moment.trap && (moment.kind === 'return' || moment.kind === 'trapReturn');
      if (isEnd && !library && isShown(moment)) return { moment, isOuter: false, isInner: true };
      walk.putBack(moment);
      return walk.previous();
    }
  }

  /** The instant before the call that led to the first of some frames; undefined: nobody called it. */
  private async callOf(who: Who, frames: readonly Frame[]): Promise<number | undefined> {
    // What the compiler put in the place of a call belongs to the function around it.
    const own = frames.findIndex((one) => one.kind === 'boundary' || !one.inlined);
    const [newest, caller] = frames.slice(Math.max(0, own));
    if (newest?.kind !== 'code') return undefined;
    const before = this.travel.instant;
    if (caller?.kind === 'code') {
      const sp = caller.registers.read(Register.sp);
      const { pc, mode } = caller;
      const isThere = (hart: Hart): true | undefined =>
        who.runs(hart) &&
        modeOf(hart.privilege) === mode &&
        (sp === undefined || hart.readRegister(Register.sp) === sp)
          ? true
          : undefined;
      return this.instantOf(before, { addresses: [pc - 4n, pc - 2n], atAddress: isThere });
    }
    const boundary = frames.findIndex(({ kind }) => kind === 'boundary');
    const program = frames.slice(boundary + 1).find((one): one is CodeFrame => one.kind === 'code');
    if (boundary < 0 || !program) return undefined;
    return this.instantOf(before, {
      isBeforeStep: true,
      atTrap: ({ cpu, from }) =>
        modeOf(from) === program.mode && who.runs(this.system.hart(cpu)) ? true : undefined,
    });
  }

  private async instantOf(
    before: number,
    lookout: Parameters<Travel['latest']>[1],
  ): Promise<number | undefined> {
    const found = await this.travel.latest(before, lookout);
    if (found.kind === 'cancelled') throw new GivenUp();
    return found.kind === 'found' ? found.at : undefined;
  }

  /** The thread has made no step before: to the call of the process that made it; or to who ran before it was there. */
  private async beforeBirth(who: Who, start: number): Promise<Followed> {
    const { parent } = who;
    const call =
      parent &&
      (await this.instantOf(start, {
        isBeforeStep: true,
        atTrap: ({ cpu, interrupt, from }) =>
          !interrupt && from === 0 && !who.exists() && parent.runs(this.system.hart(cpu)) ? true : undefined,
      }));
    if (call !== undefined) return this.arrive(call);
    if (start === 0 || who.isCpu) return this.toStart();
    return this.arrive(start - 1);
  }

  private async toStart(): Promise<Followed> {
    const there = await this.travel.goTo(0);
    return there.kind === 'reached' ? atStart(this.system.machine.current) : there;
  }

  private async arrive(at: number, cpu?: number): Promise<Followed> {
    const there: Outcome = await this.travel.goTo(at);
    if (there.kind !== 'reached') return there;
    const hart = cpu === undefined ? this.system.machine.current : this.system.hart(cpu);
    return { kind: 'arrived', hart, words: 'Step back' };
  }

  private walk(thread: Thread): { who: Who; walk: FrameWalk; here: FramePlace; start: number } {
    const { system, travel } = this;
    const who = whoIs(system, thread);
    const start = travel.instant;
    const here = placeOf(system, thread);
    const cursor = new Cursor(system, travel, this.moments, who, start);
    return { who, walk: new FrameWalk(system, travel, cursor, here), here, start };
  }
}

/** Where a thread stands; one that does not run is about to return from the switch. */
function placeOf({ kernel }: System, { hart, process }: Thread): FramePlace {
  if (hart) return { pc: hart.pc, sp: hart.readRegister(Register.sp), mode: hart.privilege };
  const context = process && kernel?.context(process);
  return { pc: context?.number('ra') ?? 0n, sp: context?.number('sp') ?? 0n, mode: 1 };
}

const lineOf = ({ image, pc }: Moment): LineRange | undefined => image?.lineAt(pc);
const isShown = (moment: Moment): boolean => lineOf(moment) !== undefined && !isPrologue(moment);

/** Before the frame of a function is set up; a step forward passes that. */
function isPrologue({ image, pc }: Moment): boolean {
  const found = image?.functionAt(pc);
  if (!image || !found) return false;
  const entry = pc - found.offset;
  return pc < image.afterPrologue(entry);
}
