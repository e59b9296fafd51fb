import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { MessageReader } from '../../src/dap/message-reader';

type Body = Record<string, unknown>;

/**
 * A client that says exactly what it is told to say, and answers `runInTerminal` as editors do: by starting what is asked for, here with
 * pipes in place of a terminal.
 */
export class RawClient {
  readonly events: DebugProtocol.Event[] = [];
  /** What the adapter asked for. */
  readonly asked: DebugProtocol.RunInTerminalRequest[] = [];
  /** Everything that the terminal has shown. */
  shown = '';
  terminal: ChildProcess | undefined;
  /** Why no terminal is opened; undefined: it is. */
  refusal: string | undefined;
  private readonly adapter: ChildProcess;
  private readonly waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  private seq = 0;
  private taken = 0;
  private wake: () => void = () => undefined;

  constructor(command: string, args: readonly string[]) {
    this.adapter = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const reader = new MessageReader(
      (message) => this.receive(message as DebugProtocol.ProtocolMessage),
      (why) => {
        throw new Error(why);
      },
    );
    this.adapter.stdout!.on('data', (bytes: Uint8Array) => reader.push(bytes));
  }

  async request(command: string, args?: object): Promise<Body> {
    const seq = this.say({ type: 'request', command, ...(args && { arguments: args }) });
    const response = await new Promise<DebugProtocol.Response>((resolve) => this.waiting.set(seq, resolve));
    if (!response.success) throw new Error(`${command}: ${response.message}`);
    return (response.body ?? {}) as Body;
  }

  /** The next event of one of these kinds; others before it are passed over. */
  async next(...kinds: string[]): Promise<DebugProtocol.Event> {
    let found: DebugProtocol.Event | undefined;
    await this.until(() => {
      while (!found && this.taken < this.events.length) {
        const event = this.events[this.taken++];
        if (kinds.includes(event.event)) found = event;
      }
      return found !== undefined;
    });
    return found!;
  }

  /** Resolves when something is so, which only what comes from the adapter or the terminal changes. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  /** The status of the adapter, and of the terminal's process, when both have ended. */
  async ends(): Promise<(number | null)[]> {
    return Promise.all([this.adapter, ...(this.terminal ? [this.terminal] : [])].map(ended));
  }

  kill(): void {
    for (const child of [this.adapter, this.terminal]) child?.kill('SIGKILL');
  }

  private say(message: object): number {
    const seq = ++this.seq;
    const json = JSON.stringify({ seq, ...message });
    this.adapter.stdin!.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
    return seq;
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') this.events.push(message as DebugProtocol.Event);
    else if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      this.waiting.get(response.request_seq)?.(response);
    } else this.answer(message as DebugProtocol.RunInTerminalRequest);
    this.wake();
  }

  private answer(request: DebugProtocol.RunInTerminalRequest): void {
    this.asked.push(request);
    const { refusal } = this;
    const response = { type: 'response', request_seq: request.seq, command: request.command };
    if (refusal !== undefined) return void this.say({ ...response, success: false, message: refusal });
    const { args, cwd, env } = request.arguments;
    const terminal = spawn(args[0], args.slice(1), {
      cwd,
      env: { ...process.env, ...env } as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    terminal.stdout.on('data', (bytes: Buffer) => {
      this.shown += String(bytes);
      this.wake();
    });
    this.terminal = terminal;
    this.say({ ...response, success: true, body: { processId: terminal.pid } });
  }
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}
