import { ProtocolServer } from '@vscode/debugadapter/lib/protocol';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { object, withoutNulls } from './shapes/shape';
import { shapes } from './shapes/shapes';
import { cancelled, ErrorId, RequestError, toRequestError } from './errors';

/** Answers one kind of request: the body of the response, or a failure that is thrown. */
export type Handler = (args: never, answer: Answer) => unknown;

/** The response that a handler is making. */
export interface Answer {
  /** Does something once the response has been sent; nothing if it turns out to be a failure. */
  after(action: () => void): void;
  /** Does something when the client gives up this request; the response has then been sent. */
  onCancel(action: () => void): void;
  readonly isCancelled: boolean;
  /** Gives up this request. */
  cancel(): void;
  /** Gives up another one, if it has not been answered. */
  cancelRequest(seq: number): void;
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

/** Finds the handler of a command. */
export interface Router {
  route(command: string): Handler | undefined;
  /** The client is gone. */
  closed(): void;
}

/**
 * One client. Every request gets exactly one response, whatever its handler does; requests may be answered in another order
 * than they came in.
 */
export class Connection extends ProtocolServer {
  constructor(makeRouter: (connection: Connection) => Router) {
    super();
    this.router = makeRouter(this);
    this.on('close', () => this.router.closed());
    // Without a listener an unreadable message would end the process.
    this.on('error', () => undefined);
  }
  private readonly router: Router;
  /** Requests without a response, by their numbers. */
  private readonly pending = new Map<number, Pending>();

  event(event: string, body?: unknown): void {
    this.sendEvent({ seq: 0, type: 'event', event, ...(body === undefined ? {} : { body }) });
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
    }
    pending.succeed();
  }

  private async handle(request: DebugProtocol.Request, answer: Answer): Promise<unknown> {
    const { command } = request;
    if (typeof command !== 'string') throw new RequestError(ErrorId.malformed, 'a request needs a command');
    const handler = this.router.route(command);
    if (!handler)
      throw new RequestError(ErrorId.unknownRequest, `the request "${command}" is not known here`);
    const given = withoutNulls((request as { arguments?: unknown }).arguments ?? {});
    (shapes[command] ?? ANYTHING)(given, '');
    return handler(given as never, answer);
  }
}

/** Handlers may rely on an object in any case. */
const ANYTHING = object({});
