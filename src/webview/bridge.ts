import type { RequestArguments, RequestBody } from '../protocol/requests';
import type { FromWebview, ToWebview, WebviewRequest } from '../protocol/webview';

interface Host {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Host;

/** The only way of a webview to the outside. */
export class Bridge {
  /** The machine moved, or another session is looked at. */
  onChanged: (session: string | undefined, isOver: boolean) => void = () => undefined;
  private readonly host = acquireVsCodeApi();
  private readonly waiting = new Map<
    number,
    { resolve: (body: unknown) => void; reject: (error: Error) => void }
  >();
  private asked = 0;

  constructor() {
    window.addEventListener('message', ({ data }: MessageEvent<ToWebview>) => this.received(data));
  }

  /** Everything is in place: the extension may begin to send. */
  ready(): void {
    this.host.postMessage({ type: 'ready' });
  }

  /** @throws Error in words when the adapter refuses */
  ask<R extends WebviewRequest>(request: R, args: RequestArguments<R>): Promise<RequestBody<R>> {
    const id = ++this.asked;
    this.host.postMessage({ type: 'ask', id, request, args });
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: (body) => resolve(body as RequestBody<R>), reject });
    });
  }

  say(message: FromWebview): void {
    this.host.postMessage(message);
  }

  /** What a part of the view remembered before it was hidden. */
  memory(part: string): unknown {
    return this.memories[part];
  }

  remember(part: string, state: unknown): void {
    this.host.setState({ ...this.memories, [part]: state });
  }

  private get memories(): Readonly<Record<string, unknown>> {
    return (this.host.getState() ?? {}) as Record<string, unknown>;
  }

  private received(message: ToWebview): void {
    if (message.type === 'changed') return this.onChanged(message.session, message.isOver === true);
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === 'answer') waiting?.resolve(message.body);
    else waiting?.reject(new Error(message.message));
  }
}
