import { FIRST_CPU_THREAD } from '../../base/thread-ids';
import { Emitter } from '../../base/event';
import { coalesced } from '../../base/coalesce';
import { messageOf } from '../../base/errors';
import type {
  CustomRequest,
  MachineBody,
  ModeName,
  ProcessesBody,
  ReadyQueueBody,
  RequestArguments,
  RequestBody,
} from '../../protocol/requests';
import type { Message } from '../adapter/messages';
import { Stacks } from './stacks';

/** As much of `vscode.DebugSession` as is needed here. */
export interface DebugSession {
  readonly id: string;
  readonly name: string;
  customRequest(command: string, args?: unknown): Thenable<unknown>;
}

/** What the machine looked like at the last stop. */
export interface Picture {
  readonly machine: MachineBody;
  readonly processes: ProcessesBody;
  readonly ready?: ReadyQueueBody;
}

export type Activity = 'starting' | 'running' | 'stopped' | 'ended';

/** A step is over before anyone could read "running": it is shown only when a run lasts longer than this (ms). */
const RUNNING_SHOWN_AFTER = 200;

/**
 * One debug session as the views see it. It learns from the messages between editor and adapter when the machine moved, and asks
 * for a new picture then and only then; what arrives meanwhile is answered by one more question, never by a queue of them.
 */
export class Session {
  /** Picture, activity or failure are new. */
  readonly changed = new Emitter<void>();
  /** It has stopped, and the editor has still to hear of that. */
  readonly stopped = new Emitter<void>();
  picture: Picture | undefined;
  /** Why there is no picture of the last stop, in words. */
  failure: string | undefined;
  /** Causes of traps with a tick in the trap table, by the names that the table gives them. */
  trapBreakpoints: ReadonlySet<string> = new Set();
  /** Pids of the processes to stop at when they are given a CPU. */
  awaited: ReadonlySet<number> = new Set();
  /** What is shown: `stopped` lasts through a step that is over in a moment. */
  activity: Activity = 'starting';
  /** How often it has stopped. */
  private stops = 0;
  readonly stacks = new Stacks((threadId) => this.modeOf(threadId));
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly session: DebugSession) {}

  get id(): string {
    return this.session.id;
  }
  get name(): string {
    return this.session.name;
  }

  /** The machine runs so slowly that views can follow it: the picture is of now, or of a moment ago. */
  get isFollowed(): boolean {
    const { machine } = this.picture ?? {};
    return this.activity === 'running' && machine?.running === true && machine.speed !== 'full';
  }

  /** The same for all that is asked at one stop, or at one instant of a slow run: what changed is what was otherwise at the one before. */
  get moment(): string {
    const instant = this.isFollowed ? this.picture?.machine.instruction : undefined;
    return `${this.id}/${this.stops}/${instant ?? ''}`;
  }

  /** What the picture shows is how things are. */
  get isSeen(): boolean {
    return this.activity === 'stopped' || this.isFollowed;
  }

  /** A message on its way to the adapter. */
  sent(message: Message): void {
    this.stacks.sent(message);
    if (message.type === 'request' && startsToRun.has(message.command)) this.runs();
  }

  /** A message of the adapter. */
  received(message: Message): void {
    this.stacks.received(message);
    if (message.type === 'response') {
      // A refused step or continue leaves the machine where it was.
      if (!message.success && startsToRun.has(message.command)) this.show('stopped');
      // The editor tells nobody of the end of a session that never began.
      if (!message.success && message.command === 'launch') this.end();
      return;
    }
    if (message.type !== 'event') return;
    if (message.event === 'continued') this.runs();
    else if (message.event === 'stopped') {
      this.stacks.clear();
      this.stops++;
      this.stopped.emit();
      this.show('stopped');
      this.ask();
    } else if (message.event === 'trapframe/changed') this.ask();
    else if (message.event === 'terminated') this.end();
  }

  private modeOf(threadId: number): ModeName | undefined {
    const { machine, processes } = this.picture ?? {};
    const cpu = machine?.cpus.find((one) => one.pid === threadId || FIRST_CPU_THREAD + one.cpu === threadId);
    return cpu?.mode ?? processes?.processes.find(({ pid }) => pid === threadId)?.mode;
  }

  end(): void {
    this.show('ended');
  }

  async request<R extends CustomRequest>(
    command: R,
    args: RequestArguments<R> = {},
  ): Promise<RequestBody<R>> {
    return (await this.session.customRequest(command, args)) as RequestBody<R>;
  }

  private runs(): void {
    if (this.activity === 'ended' || this.activity === 'running') return;
    this.timer ??= setTimeout(() => this.show('running'), RUNNING_SHOWN_AFTER);
  }

  private show(activity: Activity): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.activity === activity || this.activity === 'ended') return;
    this.activity = activity;
    this.changed.emit();
  }

  private readonly ask = coalesced(async () => {
    if (this.isEnded()) return;
    try {
      const [machine, processes, ready] = await Promise.all([
        this.request('trapframe/machine'),
        this.request('trapframe/processes'),
        this.request('trapframe/readyQueue'),
      ]);
      this.picture = { machine, processes, ready };
      this.failure = undefined;
    } catch (error) {
      // The last picture stays: it is old, and `failure` says so.
      this.failure = messageOf(error);
    }
    if (!this.isEnded()) this.changed.emit();
  });

  /** A method, because the activity changes while a request is awaited. */
  private isEnded(): boolean {
    return this.activity === 'ended';
  }
}

const startsToRun = new Set(['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue']);
