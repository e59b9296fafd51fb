import { Register } from '../../isa/registers';
import { Privilege } from '../../machine/types';
import type { DataPlace } from '../breakpoints/data/place';
import type { DataEvent } from '../breakpoints/data/watcher';
import { dataHeadline, whoInWords } from '../breakpoints/data/words';
import type { System } from '../system';
import { threadOn, type Thread } from '../threads';
import type { CodeFrame } from '../unwind/frames';
import { stackOf } from '../unwind/stacks';
import type { Runner } from '../run/runner';
import { GivenUp } from './cursor';
import type { Recorder } from './recorder';
import type { ReverseSteps } from './reverse-steps';
import type { Travel } from './travel';
import { WriteLookout, type Sight } from './write-lookout';

export type Writer = 'program' | 'kernel' | 'hardware' | 'device' | 'user' | 'boot';

/** Who wrote something last, and when. */
export interface LastWrite {
  /** The instant before the step that did it. */
  readonly instruction: number;
  readonly by: Writer;
  /** The process that it was, or was done for. */
  readonly pid?: number;
  /** Of the instruction. */
  readonly pc?: bigint;
  readonly words: string;
}

/** The frame that a place may be in: what was there before it was entered is of no meaning. */
export interface OfFrame {
  readonly thread: Thread;
  readonly frame: CodeFrame;
}

/** Finds who wrote a place last, and stops where its memory got its meaning. */
export class LastWrites {
  constructor(
    private readonly system: System,
    private readonly runner: Runner,
    private readonly recorder: Recorder,
    private readonly travel: Travel,
    private readonly steps: ReverseSteps,
  ) {}

  /** The last write by a step before an instant. The machine is anywhere afterwards. @throws GivenUp */
  async find(place: DataPlace, before: number, of?: OfFrame): Promise<LastWrite> {
    const entered =
      of && isInFrame(place, of.frame) ? await this.steps.entryOf(of.thread, of.frame) : undefined;
    const lookout = new WriteLookout(this.system, place);
    try {
      const found = await this.travel.latest<Sight>(before, {
        guest: lookout,
        isDense: true,
        isBeforeStep: true,
        begin: () => lookout.begin(),
        atAccess: () => lookout.take(),
      });
      if (found.kind === 'cancelled') throw new GivenUp();
      const at = found.kind === 'found' ? found.at : -1;
      const made = await this.byUser(lookout, at, before);
      if (made) return made;
      if (entered !== undefined && at <= entered) {
        return this.told(entered, 'the function was called here: what lay there before is of no meaning');
      }
      if (found.kind === 'none')
        return { instruction: 0, by: 'boot', words: 'it is what the machine was loaded with' };
      if (found.what.kind === 'meaning')
        return await this.told(at, 'its memory became what it is: a page was mapped, or a process was made');
      return await this.writeAt(lookout, at);
    } finally {
      lookout.end();
    }
  }

  /** What a step at an instant wrote, in words. */
  private async writeAt(lookout: WriteLookout, at: number): Promise<LastWrite> {
    await this.reach(at);
    lookout.begin();
    const { machine } = this.system;
    const hart = machine.current;
    const pc = hart.pc;
    const label = hart.privilege === Privilege.user ? undefined : this.callHere();
    const pid = this.system.runningPid(hart);
    const boots = hart.privilege === Privilege.machine && this.system.kernel !== undefined;
    const seen: { event: DataEvent | undefined; words: string } = { event: undefined, words: '' };
    const note = (): void => {
      const sight = lookout.take();
      if (sight?.kind !== 'write') return;
      seen.event = sight.event;
      seen.words = `${dataHeadline(sight.event)} ${whoInWords(sight.event, this.system)}`;
    };
    await this.runner.run({ steps: 1, isBlind: true, isPartial: true, guest: lookout, atAccess: note });
    const { event } = seen;
    if (!event) return this.told(at, 'it was written here');
    const by = byWhom(event, lookout.place, hart.privilege === Privilege.user, boots);
    const call = by === 'kernel' && label !== undefined ? `, ${label}` : '';
    return {
      instruction: at,
      by:
        by === 'kernel' && event.by.kind === 'instruction' && isUserCode(this.system, event) ? 'program' : by,
      ...(pid === 0 || by === 'device' ? {} : { pid }),
      ...(event.by.kind === 'instruction' ? { pc: event.by.pc } : by === 'device' ? {} : { pc }),
      words: seen.words + call,
    };
  }

  /** What the kernel does now on behalf of a process: `system call: write`. */
  private callHere(): string | undefined {
    const thread = threadOn(this.system, this.system.machine.current);
    const boundary = stackOf(this.system, thread).find((frame) => frame.kind === 'boundary');
    return boundary?.kind === 'boundary' ? boundary.label.replaceAll('─', '').trim() : undefined;
  }

  /** Something that is no write, at an instant. */
  private async told(at: number, words: string): Promise<LastWrite> {
    await this.reach(at);
    const hart = this.system.machine.current;
    const pid = this.system.runningPid(hart);
    const by: Writer = hart.privilege === Privilege.user ? 'program' : 'kernel';
    return { instruction: at, by, pc: hart.pc, words, ...(pid === 0 ? {} : { pid }) };
  }

  /** Whether somebody changed it from outside, behind an instant and before another. */
  private async byUser(lookout: WriteLookout, after: number, before: number): Promise<LastWrite | undefined> {
    const { checkpoints } = this.recorder;
    for (const at of [...checkpoints.pinned].reverse()) {
      if (at > before || at <= after || at === 0) continue;
      await this.reach(at - 1);
      lookout.begin();
      const old = lookout.value;
      await this.reach(at);
      lookout.begin();
      const { value } = lookout;
      if (String(old) !== String(value)) {
        return { instruction: at, by: 'user', words: 'it was changed in the debugger' };
      }
    }
    return undefined;
  }

  private async reach(at: number): Promise<void> {
    const there = await this.travel.goTo(at);
    if (there.kind !== 'reached' && this.travel.instant !== at) throw new GivenUp();
  }
}

function byWhom({ by }: DataEvent, place: DataPlace, isUser: boolean, boots: boolean): Writer {
  switch (by.kind) {
    case 'instruction':
      return isUser ? 'program' : boots ? 'boot' : 'kernel';
    case 'device':
      return 'device';
    case 'return':
      // The kernel put back what the program had; the bits of a CSR are the hardware's doing.
      return place.kind === 'register' ? 'kernel' : 'hardware';
    default:
      return 'hardware';
  }
}

/** With direct execution, and without a kernel, programs run in the kernel's modes. */
const isUserCode = ({ kernelImage }: System, { by }: DataEvent): boolean =>
  by.kind === 'instruction' && kernelImage?.contains(by.pc) !== true;

/** Whether a place lies in the memory of a frame. */
function isInFrame(place: DataPlace, { cfa, registers }: CodeFrame): boolean {
  if (place.kind !== 'memory' || typeof place.at !== 'bigint' || cfa === undefined) return false;
  const low = registers.read(Register.sp);
  return low !== undefined && place.at >= low && place.at < cfa;
}
