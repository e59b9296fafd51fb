import type { CustomRequest, RequestArguments, RequestBody } from '../../protocol/requests';

/** The adapter of a session, beside the way through the editor that a session has as long as it lives. */
export interface Adapter {
  /** The launch went well, and its end of the channel lives: it can be asked about the run. */
  readonly hasRun: boolean;
  ask(command: string, args: unknown): Promise<unknown>;
  /** Ends it for good. */
  close(): void;
}

/**
 * Keeps the run that ended last, so that its end can be seen and all of it be looked at: the editor lets go of an adapter before
 * anybody could ask it what happened last. It goes when another session begins.
 */
export class FinishedRun {
  private readonly adapters = new Map<string, Adapter>();
  private last: string | undefined;
  /** The editor needs them no more. */
  private readonly released = new Set<string>();

  began(id: string, adapter: Adapter): void {
    this.forget();
    this.adapters.set(id, adapter);
  }

  /** A session has come to its end. */
  ended(id: string): void {
    if (this.adapters.get(id)?.hasRun !== true) return;
    if (this.last !== id) this.forget();
    this.last = id;
  }

  /** The editor has let go of the adapter of a session. */
  release(id: string): void {
    if (id !== this.last) return this.close(id);
    this.released.add(id);
  }

  /** The session that was kept. */
  get id(): string | undefined {
    return this.last;
  }

  /** @throws Error in words when there is none, or it refuses */
  async request<R extends CustomRequest>(command: R, args: RequestArguments<R>): Promise<RequestBody<R>> {
    const adapter = this.last === undefined ? undefined : this.adapters.get(this.last);
    if (!adapter) throw new Error('no machine is being debugged');
    return (await adapter.ask(command, args)) as RequestBody<R>;
  }

  dispose(): void {
    this.forget();
  }

  private forget(): void {
    const { last } = this;
    this.last = undefined;
    if (last !== undefined && this.released.delete(last)) this.close(last);
  }

  private close(id: string): void {
    this.adapters.get(id)?.close();
    this.adapters.delete(id);
  }
}
