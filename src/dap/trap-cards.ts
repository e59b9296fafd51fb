import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../base/integers';
import type { Debugger } from '../debug/debugger';
import { trapCard, type Change, type TrapCard } from '../debug/inspect/trap-card';
import { stateError } from './errors';
import type { Stacks } from './stacks';

/** The line of a trap in a call stack has a source that clients can open: the trap's card as text. */
export class TrapCards {
  private instant: number | undefined;
  private first = 1;
  /** Threads by the numbers that a client refers to their cards by, at this instant. */
  private threads: number[] = [];

  constructor(
    private readonly target: () => Debugger,
    private readonly stacks: Stacks,
  ) {}

  /** The source of a thread's card; undefined where it has none. */
  sourceOf(threadId: number): DebugProtocol.Source | undefined {
    const { system } = this.target();
    const card = trapCard(system, this.stacks.thread(threadId));
    if (!card) return undefined;
    this.keepUp(system.machine.instant);
    let index = this.threads.indexOf(threadId);
    if (index < 0) index = this.threads.push(threadId) - 1;
    // Nobody is led there by itself: a debugger shows code first.
    return { name: card.headline, sourceReference: this.first + index, presentationHint: 'deemphasize' };
  }

  /** @throws RequestError when the machine is elsewhere by now */
  text(reference: number): string {
    const { system } = this.target();
    this.keepUp(system.machine.instant);
    const threadId = this.threads[reference - this.first];
    const card = threadId === undefined ? undefined : trapCard(system, this.stacks.thread(threadId));
    if (!card) throw stateError('this trap is over: the machine is at another instant');
    return words(card);
  }

  /** Numbers of another instant mean nothing, and are not given again. */
  private keepUp(instant: number): void {
    if (instant === this.instant) return;
    this.instant = instant;
    this.first += this.threads.length;
    this.threads = [];
  }
}

function words({ headline, hardware, saved, frame, restores }: TrapCard): string {
  const changes = (list: readonly Change[]): string[] => {
    const width = Math.max(0, ...list.map(({ what }) => what.length));
    return list.map(({ what, before, after }) => `  ${what.padEnd(width)}  ${before} → ${after}`);
  };
  return [
    headline,
    '',
    'What the hardware did, all at once:',
    ...changes(hardware),
    ...(frame === undefined
      ? []
      : [
          '',
          saved.length === 0
            ? `The trap frame is at ${hex(frame)}; the kernel has not saved the registers in it yet.`
            : `What the kernel has saved, in the trap frame at ${hex(frame)}:`,
        ]),
    ...saved.map(({ name, address, value }) => `  ${name.padEnd(4)}  ${hex(value)}  at ${hex(address)}`),
    '',
    'What the return from the trap will change, as things are now:',
    ...changes(restores),
    '',
  ].join('\n');
}
