// Drives debug sessions from inside the extension host, and waits for what the workbench and the adapter do.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pathOf as nameOf, uriOf } from '../../../src/extension/place';
import type { CustomRequest, RequestBody } from '../../../src/protocol/requests';
import { test } from './runner';

/** As much as the tests look at of bodies that the Debug Adapter Protocol defines. */
export interface StoppedBody {
  reason: string;
  description?: string;
  text?: string;
  threadId?: number;
}
export interface Frame {
  id: number;
  name: string;
  line: number;
  source?: { path?: string; name?: string };
  presentationHint?: string;
  instructionPointerReference?: string;
}
interface Message {
  type: string;
  event?: string;
  command?: string;
  success?: boolean;
  message?: string;
  body?: unknown;
}

/** Every session of ours that began since the tests did, in order. */
const drivers: Driver[] = [];
const news = new vscode.EventEmitter<void>();

vscode.debug.registerDebugAdapterTrackerFactory('trapframe', {
  createDebugAdapterTracker: (session) => {
    const driver = new Driver(session);
    drivers.push(driver);
    return {
      onDidSendMessage: (message: Message) => {
        driver.messages.push(message);
        news.fire();
      },
    };
  },
});
vscode.debug.onDidChangeActiveStackItem((item) => {
  for (const driver of drivers) if (driver.session.id === item?.session.id) driver.focused(item);
  news.fire();
});
vscode.debug.onDidStartDebugSession(() => news.fire());
vscode.debug.onDidTerminateDebugSession((session) => {
  for (const driver of drivers) if (driver.session.id === session.id) driver.hasEnded = true;
  news.fire();
});

/** Where a source is: a window with a remote host is given files of that host. */
export function placeOf(source: { path?: string } | undefined): vscode.Uri {
  const uri = uriOf(source?.path ?? '');
  return uri.scheme === 'vscode-remote' ? vscode.Uri.file(uri.path) : uri;
}
/** Its path, as launch configurations have it. */
export const pathOf = (source: { path?: string } | undefined): string => nameOf(placeOf(source));

/** Waits until `find` finds something; looks again at every message and every change of focus. Fails after `limit` ms, naming `what`. */
export async function eventually<T>(
  what: string,
  find: () => T | undefined | false,
  limit = 30_000,
): Promise<T> {
  const found = find();
  if (found !== undefined && found !== false) return found;
  return new Promise<T>((resolve, reject) => {
    const look = (): void => {
      const now = find();
      if (now === undefined || now === false) return;
      done();
      resolve(now);
    };
    const done = (): void => {
      subscription.dispose();
      clearInterval(again);
      clearTimeout(late);
    };
    const subscription = news.event(look);
    // Not everything that is waited for has an event.
    const again = setInterval(look, 100);
    const late = setTimeout(() => {
      done();
      reject(new Error(`${what}: not within ${limit / 1000} s\n${drivers.at(-1)?.lastMessages() ?? ''}`));
    }, limit);
  });
}

/** Older workbenches still call a session active that has ended, when its variables were being asked for as it did. */
function noneIsLeft(): boolean {
  const active = vscode.debug.activeDebugSession;
  return !active || drivers.some(({ session, hasEnded }) => session.id === active.id && hasEnded);
}

/** Declares a test of debug sessions: none of them outlives it, however it ends. */
export function sessionTest(name: string, body: () => Promise<void>): void {
  test(name, async () => {
    try {
      await body();
    } finally {
      await vscode.debug.stopDebugging();
      await eventually('the end of all sessions', noneIsLeft);
    }
  });
}

/** One debug session as a test sees it. */
export class Driver {
  readonly messages: Message[] = [];
  hasEnded = false;
  private stopsSeen = 0;
  private lastStop: StoppedBody = { reason: 'none' };
  /** A frame got the focus since the machine last began to run: the one from before does not count. */
  private hasFocus = false;

  constructor(readonly session: vscode.DebugSession) {}

  /** Starts a session by `begin` and waits for its first stop. */
  static async start(begin: () => Thenable<unknown>): Promise<Driver> {
    const driver = await Driver.begin(begin);
    await driver.stopped();
    return driver;
  }

  /** Starts a session by `begin`; it may fail to launch. */
  static async begin(begin: () => Thenable<unknown>): Promise<Driver> {
    const before = drivers.length;
    // In tests VS Code refuses to show the dialog about a failed launch, and throws instead.
    begin().then(undefined, () => {});
    return eventually('a debug session', () => drivers[before]);
  }

  static launch(configuration: Record<string, unknown>): () => Thenable<unknown> {
    return () =>
      vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
        type: 'trapframe',
        request: 'launch',
        name: 'Test',
        ...configuration,
      });
  }

  /** Waits for the next stop that no call has returned yet. */
  async stoppedAnywhere(): Promise<StoppedBody> {
    const index = this.stopsSeen++;
    const body = await eventually(`stop ${index + 1}`, () => this.events('stopped')[index]);
    this.lastStop = body as StoppedBody;
    return this.lastStop;
  }

  /** Waits for the next stop, and until step commands reach the session. A second session gets no focus from the first. */
  async stopped(): Promise<StoppedBody> {
    const body = await this.stoppedAnywhere();
    await eventually('a focused frame', () => this.hasFocus);
    return body;
  }

  /** Runs a command of the workbench, such as a step, and waits for the stop that it leads to. */
  go(
    command: 'continue' | 'stepInto' | 'stepOver' | 'stepOut' | 'stepBack' | 'reverseContinue' | 'pause',
  ): Promise<StoppedBody> {
    return this.goBy(`workbench.action.debug.${command}`);
  }

  /** The same of any command, such as one of ours. */
  async goBy(command: string, ...args: unknown[]): Promise<StoppedBody> {
    this.hasFocus = false;
    await vscode.commands.executeCommand(command, ...args);
    return this.stopped();
  }

  focused(item: vscode.DebugThread | vscode.DebugStackFrame): void {
    this.hasFocus = item instanceof vscode.DebugStackFrame;
  }

  /** Waits for the answer to the launch request. */
  async launched(): Promise<Message> {
    return eventually('the answer to launch', () =>
      this.messages.find((message) => message.type === 'response' && message.command === 'launch'),
    );
  }

  async end(): Promise<void> {
    await vscode.debug.stopDebugging(this.session);
    await this.ended();
  }

  async ended(): Promise<void> {
    await eventually('the end of the session', () => this.hasEnded);
  }

  events(name: string): unknown[] {
    return this.messages
      .filter((message) => message.type === 'event' && message.event === name)
      .map((message) => message.body);
  }

  async request<R extends CustomRequest>(command: R): Promise<RequestBody<R>> {
    return (await this.session.customRequest(command, {})) as RequestBody<R>;
  }

  /** Stops at these traps from now on, and at no others. */
  async stopAt(...filters: string[]): Promise<void> {
    await this.session.customRequest('setExceptionBreakpoints', { filters });
  }

  async frames(threadId: number | undefined): Promise<Frame[]> {
    const body = (await this.session.customRequest('stackTrace', { threadId })) as { stackFrames: Frame[] };
    return body.stackFrames;
  }

  /** What an expression is in the newest frame of the thread that stopped, as a number. */
  async number(expression: string): Promise<bigint> {
    const [, value] = /^(0x[0-9a-f]+|-?\d+)/.exec(await this.text(expression)) ?? [];
    assert.ok(value !== undefined, `${expression} is no number`);
    return BigInt(value);
  }

  async text(expression: string): Promise<string> {
    const [top] = await this.frames(this.lastStop.threadId);
    const frameId = top?.id;
    const body = (await this.session.customRequest('evaluate', {
      expression,
      frameId,
      context: 'watch',
    })) as { result: string };
    return body.result;
  }

  lastMessages(): string {
    return this.messages
      .slice(-5)
      .map((message) => JSON.stringify(message).slice(0, 300))
      .join('\n');
  }
}
