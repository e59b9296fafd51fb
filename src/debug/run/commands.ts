import { UserError } from '../../base/errors';
import { Emitter } from '../../base/event';
import type { Followed } from './follower';
import type { Rest } from './rest';
import type { Runner } from './runner';
import type { End, Stop } from './stop';

/**
 * Carries out one command of the user at a time: what makes the machine move begins here, and comes to rest here. The end of the
 * machine is a rest like any other, only that nothing leads on from it.
 */
export class Commands {
  readonly stopped = new Emitter<Stop>();
  readonly continued = new Emitter<void>();
  /** The machine cannot go on. */
  readonly ended = new Emitter<End>();
  private running = false;
  private closed = false;
  private end: End | undefined;
  private last: Stop | undefined;

  /**
   * @param begins called before the machine moves
   * @param settled called before anybody is told that it stands
   */
  constructor(
    private readonly runner: Runner,
    private readonly rest: Rest,
    private readonly begins: () => void,
    private readonly settled: (end?: End) => void,
  ) {}

  get isRunning(): boolean {
    return this.running;
  }

  /** The session was closed. */
  get isOver(): boolean {
    return this.closed;
  }

  /** The machine stands at its end. */
  get isAtEnd(): boolean {
    return this.end !== undefined;
  }

  /** Why the machine stands still; undefined while it runs. */
  get stop(): Stop | undefined {
    return this.running ? undefined : this.last;
  }

  /** Runs forward. At the end of the machine that leads nowhere. @param isWatched at the speed that the user has chosen */
  launch(action: () => Promise<Followed>, isWatched: boolean): void {
    if (this.running || this.closed) return;
    if (this.end) return this.stand(this.last!);
    this.begin(action, isWatched);
  }

  /** Goes to another instant. */
  travel(action: () => Promise<Followed>): void {
    if (this.running || this.closed) return;
    this.begin(action, false);
  }

  /** Looks into the past for an answer; the machine is then where it was. Nobody is told that it moved. @throws UserError while it runs */
  async ask<T>(action: () => Promise<T>): Promise<T> {
    if (this.running || this.closed) throw new UserError('the machine is running already');
    const home = this.runner.save();
    this.running = true;
    this.runner.begin(false);
    try {
      return await action();
    } finally {
      this.runner.restore(home);
      this.running = false;
    }
  }

  private begin(action: () => Promise<Followed>, isWatched: boolean): void {
    this.running = true;
    this.runner.begin(isWatched);
    this.begins();
    this.continued.emit();
    void action().then(
      (outcome) => this.settle(outcome),
      (error: unknown) => {
        // A defect of ours: the machine's state is still good to look at.
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        const cpu = this.runner.machine.current.id;
        this.end = undefined;
        this.stand({ why: { kind: 'pause' }, cpu, description: 'Stopped by an internal error', text });
      },
    );
  }

  /** The machine stands, for a reason that no run led to. */
  stand(stop: Stop): void {
    this.settled();
    this.running = false;
    this.last = stop;
    this.stopped.emit(stop);
  }

  pause(): void {
    if (this.running) this.runner.pause();
  }

  /** Whatever runs comes to its end without a further word, and nothing begins any more. */
  close(): void {
    this.closed = true;
    this.runner.cancel();
  }

  private settle(outcome: Followed): void {
    if (outcome.kind === 'cancelled') {
      this.running = false;
      return;
    }
    if (outcome.kind !== 'ended') {
      this.end = undefined;
      return this.stand(this.rest.stopOf(outcome));
    }
    const { end } = outcome;
    this.settled(end);
    this.running = false;
    this.end = end;
    const cpu = this.runner.machine.current.id;
    this.last = { why: { kind: 'end', end }, cpu, description: wordsOf(end) };
    this.ended.emit(end);
  }
}

function wordsOf(end: End): string {
  switch (end.kind) {
    case 'finished':
      return 'The machine was switched off';
    case 'reset':
      return 'The machine was told to reset';
    case 'stuck':
      return `The machine is stuck: ${end.reason}`;
  }
}
