import { ProtocolServer } from '@vscode/debugadapter/lib/protocol';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Answer } from './answer';
import type { Peer } from './peer';
import { check, withoutNulls } from './shapes/check';
import type { Shape } from './shapes/shape';
import { cancelled, ErrorId, RequestError, toRequestError } from './errors';

/** Milliseconds that a client has for the answer to a request of ours. */
const PATIENCE = 10_000;

/** Answers one kind of request. */
export interface Route {
  /** What its arguments must look like. */
  readonly shape: Shape;
  /** The body of the response, or a failure that is thrown. */
  readonly handle: (args: object, answer: Answer) => unknown;
}

/** A request that is being answered. */
class Pending implements Answer {
  isCancelled = false;
  private readonly afterwards: (() => void)[] = [];
  private readonly whenCancelled: (() => void)[] = [];
  private reject: (error: RequestError) => void = () => undefined;
  /** Rejected when the client gives the request up. */
  readonly cancelled = new Promise<never>((_, reject) => (this.reject = reject));

  constructor(readonly cancelRequest: (seq: number) => void) {
    // Most requests are never cancelled, and nobody waits any more when they are late.
    this.cancelled.catch(() => undefined);
  }

  after(action: () => void): void {
    this.afterwards.push(action);
  }

  onCancel(action: () => void): void {
    this.whenCancelled.push(action);
  }

  cancel(): void {
    this.isCancelled = true;
    this.reject(cancelled());
    for (const action of this.whenCancelled) action();
  }

  succeed(): void {
    for (const action of this.afterwards) action();
  }
}

/** Finds what answers a command. */
export interface Router {
  route(command: string): Route | undefined;
  /** The client is gone. */
  closed(): void;
}

/** Takes messages to a client. */
interface Carrier {
  /** Resolves when the client takes more. */
  ready(): Promise<void>;
  /** The client has been answered for the last time. */
  left(): void;
}

/**
 * One client. Every request gets exactly one response, whatever its handler does; requests may be answered in another order
 * than they came in.
 */
export class Connection extends ProtocolServer implements Peer {
  private readonly router: Router;
  /** Requests without a response, by their numbers. */
  private readonly pending = new Map<number, Pending>();
  private isLeaving = false;

  /** @param carrier what takes the messages to the client, where there is more to it than handing them on */
  constructor(
    makeRouter: (connection: Connection) => Router,
    private readonly carrier: Partial<Carrier> = {},
  ) {
    super();
    this.router = makeRouter(this);
  }

  /** The client is gone. */
  close(): void {
    this.router.closed();
  }

  ready(): Promise<void> {
    return this.carrier.ready?.() ?? Promise.resolve();
  }

  leave(): void {
    this.isLeaving = true;
    for (const pending of this.pending.values()) pending.cancel();
    this.leaveIfIdle();
  }

  private leaveIfIdle(): void {
    if (this.isLeaving && this.pending.size === 0) this.carrier.left?.();
  }

  /** Takes what came, whatever it is. */
  receive(message: unknown): void {
    this.handleMessage(message as DebugProtocol.ProtocolMessage);
  }

  event(event: string, body?: unknown): void {
    this.sendEvent({ seq: 0, type: 'event', event, ...(body === undefined ? {} : { body }) });
  }

  request(command: string, args: object): Promise<void> {
    return new Promise((resolve, reject) => {
      this.sendRequest(command, args, PATIENCE, ({ success, message }) => {
        if (success) resolve();
        else reject(new RequestError(ErrorId.user, message ?? 'refused'));
      });
    });
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    void this.answer(request);
  }

  private async answer(request: DebugProtocol.Request): Promise<void> {
    const response = {
      seq: 0,
      type: 'response' as const,
      request_seq: request.seq,
      command: request.command,
    };
    const pending = new Pending((seq) => this.pending.get(seq)?.cancel());
    this.pending.set(request.seq, pending);
    try {
      const body = await Promise.race([this.handle(request, pending), pending.cancelled]);
      this.sendResponse({ ...response, success: true, ...(body === undefined ? {} : { body }) });
    } catch (thrown) {
      const { id, message, showUser } = toRequestError(thrown);
      // Braces in `format` would be taken for variables.
      const words = /[{}]/.test(message)
        ? { format: '{_message}', variables: { _message: message } }
        : { format: message };
      const error: DebugProtocol.Message = { id, ...words, ...(showUser === undefined ? {} : { showUser }) };
      this.sendResponse({ ...response, success: false, message, body: { error } });
      return;
    } finally {
      this.pending.delete(request.seq);
      this.leaveIfIdle();
    }
    pending.succeed();
  }

  private async handle(request: DebugProtocol.Request, answer: Answer): Promise<unknown> {
    const { command } = request;
    if (typeof command !== 'string') throw new RequestError(ErrorId.malformed, 'a request needs a command');
    const route = this.router.route(command);
    if (!route) throw new RequestError(ErrorId.unknownRequest, `the request "${command}" is not known here`);
    const given = withoutNulls((request as { arguments?: unknown }).arguments ?? {});
    check(route.shape, given);
    return route.handle(given as object, answer);
  }
}
