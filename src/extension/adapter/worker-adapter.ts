import type * as vscode from 'vscode';
import { Emitter } from '../../base/event';
import type { Channel } from './channel';
import type { Message, RequestMessage, ResponseMessage } from './messages';

/** What the editor gets to see of a message of the adapter: the message, another one instead, or nothing. */
export type Filter = (message: Message) => Message | undefined;

/** Is told of the messages between editor and adapter. */
export interface Observer {
  sent(message: Message): void;
  received(message: Message): void;
}

/**
 * A debug adapter at the other end of a channel. When that end dies, every request that waits is answered and the
 * session is ended with a message: the editor never hangs on an adapter that is gone.
 */
export class WorkerAdapter implements vscode.DebugAdapter {
  private readonly messages = new Emitter<vscode.DebugProtocolMessage>();
  private readonly waiting = new Map<number, RequestMessage>();
  /** Requests made here: the editor hears nothing of them. */
  private readonly own = new Map<number, (response: ResponseMessage) => void>();
  private failure: string | undefined;
  private closed = false;
  private muted = false;
  private initialized = false;
  /** Sequence numbers of messages made here; VS Code does not require those of an adapter to be dense. */
  private sequence = 1_000_000_000;

  constructor(
    private readonly channel: Channel,
    private readonly filters: readonly Filter[] = [],
    private readonly observer?: Observer,
  ) {
    channel.onMessage((message) => this.receive(message));
    channel.onFailure((reason) => this.fail(reason));
  }

  readonly onDidSendMessage: vscode.Event<vscode.DebugProtocolMessage> = (listener, thisArgument) => ({
    dispose: this.messages.on((message) => void listener.call(thisArgument, message)),
  });

  handleMessage(message: vscode.DebugProtocolMessage): void {
    const dap = message as Message;
    if (this.closed) return;
    this.observer?.sent(dap);
    if (dap.type === 'request') {
      if (this.failure !== undefined) return this.answerForTheDead(dap);
      this.waiting.set(dap.seq, dap);
    }
    this.channel.send(dap);
  }

  /**
   * Sends a request of our own, before whatever the editor sends from now on. @throws Error with the words of the adapter when
   * it refuses, or is gone
   */
  ask(command: string, args: unknown): Promise<unknown> {
    if (this.failure !== undefined || this.closed) return Promise.reject(new Error(this.failure ?? 'closed'));
    const seq = this.sequence++;
    const answer = new Promise((resolve, reject) => {
      this.own.set(seq, ({ success, body, message }) =>
        success ? resolve(body) : reject(new Error(message ?? 'refused')),
      );
    });
    this.channel.send({ seq, type: 'request', command, arguments: args });
    return answer;
  }

  /** The launch went well, and the other end lives: it can be asked. */
  get hasRun(): boolean {
    return this.initialized && this.failure === undefined && !this.closed;
  }

  dispose(): void {
    this.close();
  }

  /** Ends the other end, whatever it is doing. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.channel.close();
    for (const [seq, settle] of this.own) settle({ ...dead(seq), message: 'closed' });
    this.own.clear();
  }

  /** The editor listens no more. */
  protected mute(): void {
    this.muted = true;
  }

  private receive(message: Message): void {
    if (this.closed || this.failure !== undefined) return;
    if (message.type === 'response') {
      const settle = this.own.get(message.request_seq);
      this.own.delete(message.request_seq);
      if (settle) return settle(message);
      this.waiting.delete(message.request_seq);
    }
    if (message.type === 'event' && message.event === 'initialized') this.initialized = true;
    if (this.muted) return;
    let shown: Message | undefined = message;
    for (const filter of this.filters) shown = shown && filter(shown);
    if (shown) this.tell(shown);
  }

  private fail(reason: string): void {
    if (this.closed || this.failure !== undefined) return;
    this.failure = `The simulated machine's worker stopped unexpectedly: ${reason}`;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    this.event('output', { category: 'important', output: this.failure + '\n' });
    for (const request of waiting) this.answerForTheDead(request);
    for (const [seq, settle] of this.own) settle({ ...dead(seq), message: this.failure });
    this.own.clear();
    this.event('terminated');
  }

  private tell(message: Message): void {
    this.messages.emit(message);
    this.observer?.received(message);
  }

  private answerForTheDead(request: RequestMessage): void {
    const success = request.command === 'disconnect' || request.command === 'terminate';
    const response: ResponseMessage = {
      seq: this.sequence++,
      type: 'response',
      request_seq: request.seq,
      command: request.command,
      success,
      ...(success ? {} : { message: this.failure! }),
    };
    this.tell(response);
  }

  private event(event: string, body?: unknown): void {
    this.tell({ seq: this.sequence++, type: 'event', event, body });
  }
}

const dead = (request_seq: number): ResponseMessage => ({
  seq: 0,
  type: 'response',
  request_seq,
  command: '',
  success: false,
});
