import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';

/** How long anything in a session may take before a test gives up on it. */
const LIMIT_MS = 30_000;

type Stopped = DebugProtocol.StoppedEvent['body'];

/** A debug session that a test watches: it sees every event, and presses the buttons a user would. */
export class Debugging {
  private readonly stops: Stopped[] = [];
  private readonly output: string[] = [];
  private readonly ended: Promise<void>;
  private wake = () => {};
  private session: vscode.DebugSession | undefined;
  private readonly subscriptions: vscode.Disposable[] = [];

  private constructor() {
    this.ended = new Promise((resolve) => {
      this.subscriptions.push(
        vscode.debug.onDidTerminateDebugSession((session) => {
          if (session === this.session) resolve();
        }),
      );
    });
    this.subscriptions.push(
      vscode.debug.onDidStartDebugSession((session) => {
        if (session.type === 'trapframe') this.session ??= session;
      }),
      vscode.debug.registerDebugAdapterTrackerFactory('trapframe', {
        createDebugAdapterTracker: () => ({
          onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => this.hear(message),
        }),
      }),
    );
  }

  /** Starts a session, and waits until VS Code says that it runs. @throws when it does not start */
  static async start(configuration: vscode.DebugConfiguration): Promise<Debugging> {
    const debugging = new Debugging();
    const folder = vscode.workspace.workspaceFolders?.[0];
    if (!(await vscode.debug.startDebugging(folder, configuration))) {
      debugging.dispose();
      throw new Error('the session did not start');
    }
    return debugging;
  }

  private hear(message: DebugProtocol.ProtocolMessage): void {
    if (message.type !== 'event') return;
    const { event, body } = message as DebugProtocol.Event;
    if (event === 'stopped') {
      this.stops.push(body as Stopped);
      this.wake();
    } else if (event === 'output') {
      this.output.push((body as DebugProtocol.OutputEvent['body']).output);
    }
  }

  /** The next stop that was not taken yet, once the editor has a frame of it: only then do its step commands work. */
  async stop(): Promise<Stopped> {
    while (this.stops.length === 0) {
      await within(new Promise<void>((resolve) => (this.wake = resolve)), 'no stop');
    }
    const stopped = this.stops.shift()!;
    await this.focusedFrame();
    return stopped;
  }

  private async focusedFrame(): Promise<void> {
    if (vscode.debug.activeStackItem instanceof vscode.DebugStackFrame) return;
    let subscription: vscode.Disposable | undefined;
    const focused = new Promise<void>((resolve) => {
      subscription = vscode.debug.onDidChangeActiveStackItem((item) => {
        if (item instanceof vscode.DebugStackFrame) resolve();
      });
    });
    await within(focused, 'no frame has the focus').finally(() => subscription?.dispose());
  }

  /** Presses a button of the debug toolbar, and waits for the stop that follows. */
  async press(button: 'continue' | 'stepInto' | 'stepOver' | 'stepOut' | 'pause'): Promise<Stopped> {
    await vscode.commands.executeCommand(`workbench.action.debug.${button}`);
    return this.stop();
  }

  /** Sends a request to the adapter. */
  async request<Body>(command: string, args: object = {}): Promise<Body> {
    if (this.session === undefined) throw new Error('there is no session');
    return (await this.session.customRequest(command, args)) as Body;
  }

  /** The frames of the thread that stopped, newest first. */
  async frames({ threadId }: Stopped): Promise<DebugProtocol.StackFrame[]> {
    const body = await this.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId });
    return body.stackFrames;
  }

  /** An expression's value in a frame, as the Watch pane shows it. */
  async evaluate(expression: string, frame?: DebugProtocol.StackFrame): Promise<string> {
    const args = { expression, context: 'watch', ...(frame === undefined ? {} : { frameId: frame.id }) };
    return (await this.request<DebugProtocol.EvaluateResponse['body']>('evaluate', args)).result;
  }

  /** What has been written to the debug console so far. */
  get consoleText(): string {
    return this.output.join('');
  }

  /** Waits until the session has ended by itself. */
  async end(): Promise<void> {
    await within(this.ended, 'the session does not end');
    this.dispose();
  }

  /** Ends the session. */
  async close(): Promise<void> {
    await vscode.debug.stopDebugging(this.session);
    await this.end();
  }

  private dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

async function within<T>(work: Promise<T>, complaint: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${complaint} after ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
