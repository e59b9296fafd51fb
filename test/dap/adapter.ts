import { spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before } from 'node:test';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { buildSync } from 'esbuild';
import { markedLine, programs, type ProgramName } from './programs';

export const root = join(__dirname, '..', '..');
const bundle = join(root, 'dist', `adapter-under-test-${process.pid}.js`);

const ADAPTER = join(root, 'src', 'dap', 'bin.ts');
/** See capabilities.spec.ts. */
const CRIPPLED = join(__dirname, 'without.ts');

/** Prepares the specs of one file: the adapter as it is now, the kernel, and a folder with the programs. */
export function workplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'trapframe dap ü '));
  const open: TestClient[] = [];
  before(() => {
    buildSync({
      entryPoints: [process.env['TRAPFRAME_WITHOUT'] === undefined ? ADAPTER : CRIPPLED],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      target: 'node20',
      logLevel: 'error',
    });
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'kernel', 'build.mjs')]);
    if (status !== 0) throw new Error(`the kernel was not built: ${String(stderr)}`);
    for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
  });
  afterEach(async () => {
    for (const client of open.splice(0)) await client.close();
  });
  after(() => {
    rmSync(folder, { recursive: true });
    rmSync(bundle, { force: true });
  });
  return {
    folder,
    bundle,
    path: (name) => join(folder, name),
    line: (name, mark) => markedLine(programs[name], mark),
    start: async () => {
      const client = new TestClient();
      open.push(client);
      await client.start();
      return client;
    },
  };
}

export interface Workplace {
  readonly folder: string;
  readonly bundle: string;
  path(name: string): string;
  line(name: ProgramName, mark: string): number;
  /** A client with an adapter process of its own; closed when the test is over. */
  start(): Promise<TestClient>;
}

/** An event whose body is known. */
export type EventWith<B> = Omit<DebugProtocol.Event, 'body'> & { readonly body: B };

/** How a session begins. */
export interface Beginning {
  readonly launch: Readonly<Record<string, unknown>>;
  readonly filters?: readonly string[];
  readonly filterOptions?: DebugProtocol.ExceptionFilterOptions[];
  /** Breakpoints by path. */
  readonly breakpoints?: Readonly<Record<string, DebugProtocol.SourceBreakpoint[]>>;
}

/** What the support library does not show: it makes an error of a failure, with its words alone. */
interface RawClient {
  doSend(command: string, args: object, then: (response: DebugProtocol.Response) => void): void;
}

/** A client that remembers every event, so that none is missed between two requests. */
export class TestClient extends DebugClient {
  readonly events: DebugProtocol.Event[] = [];
  private taken = 0;
  private wake: () => void = () => undefined;

  constructor() {
    super(process.execPath, bundle, 'trapframe');
  }

  override async start(port?: number): Promise<void> {
    // Every event of DAP goes through here before it is handed to listeners by its name.
    const emit = this.emit.bind(this);
    this.emit = (name: string | symbol, ...args: unknown[]): boolean => {
      const event = args[0] as DebugProtocol.Event | undefined;
      if (event?.type === 'event') {
        this.events.push(event);
        this.wake();
      }
      return emit(name, ...args);
    };
    await super.start(port);
  }

  request<T = Record<string, unknown>>(command: string, args: object = {}): Promise<T> {
    return this.send(command, args).then((response) => response.body as T);
  }

  /** The words with which a request is refused. */
  async refusal(command: string, args: object = {}): Promise<string> {
    try {
      await this.send(command, args);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error(`${command} was not refused`);
  }

  /** A response as it came, whether the request was met or not. */
  response(command: string, args: object = {}): Promise<DebugProtocol.Response> {
    return new Promise((resolve) => (this as unknown as RawClient).doSend(command, args, resolve));
  }

  /** The next event of one of these kinds that nobody has waited for yet; earlier ones of other kinds are passed over. */
  async next<B = Record<string, unknown>>(...kinds: string[]): Promise<EventWith<B>> {
    for (;;) {
      for (let i = this.taken; i < this.events.length; i++) {
        if (!kinds.includes(this.events[i].event)) continue;
        this.taken = i + 1;
        return this.events[i] as EventWith<B>;
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Initializes, launches and configures; resolves when the machine has been started. */
  async begin({ launch, filters = [], filterOptions, breakpoints = {} }: Beginning): Promise<void> {
    await this.initializeRequest();
    const launched = this.request('launch', launch);
    await Promise.race([this.next('initialized'), launched]);
    for (const [path, lines] of Object.entries(breakpoints)) {
      await this.request('setBreakpoints', { source: { path }, breakpoints: lines });
    }
    await this.request('setExceptionBreakpoints', {
      filters: ['killed', 'panic', ...filters],
      ...(filterOptions ? { filterOptions } : {}),
    });
    await this.request('configurationDone');
    await launched;
  }

  /** The next event of a run: a stop on its way, or undefined at the end of the machine, whether the session ends there or not. */
  async nextStop(): Promise<DebugProtocol.StoppedEvent['body'] | undefined> {
    const { event, body } = await this.next<DebugProtocol.StoppedEvent['body']>('stopped', 'terminated');
    return event === 'terminated' || body.reason === 'exit' ? undefined : body;
  }

  /** Until the machine has come to its end. @throws when it stops before */
  async ended(): Promise<void> {
    const stop = await this.nextStop();
    if (stop) throw new Error(`it stopped where an end was expected: ${stop.description}`);
  }

  /** The next stop. Fails when the session ends instead. */
  async stopped(): Promise<Stop> {
    const event = await this.next<DebugProtocol.StoppedEvent['body']>('stopped', 'terminated');
    if (event.event === 'terminated') throw new Error('the session ended where a stop was expected');
    return this.describe(event.body);
  }

  /** Sends a request that makes the machine run, and waits for the next stop. */
  async go(command: string, args: object = {}): Promise<Stop> {
    const last = this.lastThread;
    await this.request(command, { threadId: last, ...args });
    return this.stopped();
  }

  lastThread = 0;

  private async describe(body: DebugProtocol.StoppedEvent['body']): Promise<Stop> {
    this.lastThread = body.threadId ?? 0;
    const frames = await this.frames(this.lastThread);
    const [top] = frames;
    return {
      ...body,
      threadId: this.lastThread,
      frames,
      top,
      where: `${top.source?.name ?? '?'}:${top.line}`,
      mode: (await this.evaluate('mode')) as Stop['mode'],
      names: frames.map(({ name }) => name),
    };
  }

  async frames(threadId: number): Promise<DebugProtocol.StackFrame[]> {
    const { stackFrames } = await this.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
      threadId,
    });
    return stackFrames;
  }

  async evaluate(expression: string, frameId?: number): Promise<string> {
    const { result } = await this.request<{ result: string }>('evaluate', {
      expression,
      frameId,
      context: 'watch',
    });
    return result;
  }

  /** A number out of what an expression reads as. */
  async number(expression: string, frameId?: number): Promise<number> {
    return Number(/^(0x[0-9a-f]+|-?\d+)/.exec(await this.evaluate(expression, frameId))?.[0]);
  }

  /** The variables of a scope of a frame, by name. */
  async scope(frameId: number, name: string): Promise<Record<string, string>> {
    const { scopes } = await this.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId });
    const scope = scopes.find((one) => one.name === name);
    if (!scope)
      throw new Error(`there is no scope ${name}, only ${scopes.map((one) => one.name).join(', ')}`);
    const { variablesReference } = scope;
    const { variables } = await this.request<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference,
    });
    return Object.fromEntries(variables.map((one) => [one.name, one.value]));
  }

  /** All that the machine's console has shown so far. */
  get console(): string {
    return this.said('stdout');
  }

  /** The output of a category so far. */
  said(category: string): string {
    return this.events
      .filter((event) => event.event === 'output')
      .map((event) => event.body as DebugProtocol.OutputEvent['body'])
      .filter((body) => body.category === category)
      .map((body) => body.output)
      .join('');
  }

  /** The adapter. */
  get process(): ChildProcess {
    return (this as unknown as { _adapterProcess: ChildProcess })._adapterProcess;
  }

  /** Ends the session and the adapter with it, whatever state they are in. */
  async close(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const gone = new Promise((resolve) => process.once('exit', resolve));
    process.kill();
    await gone;
  }
}

export interface Stop extends Omit<DebugProtocol.StoppedEvent['body'], 'threadId'> {
  readonly threadId: number;
  readonly frames: DebugProtocol.StackFrame[];
  readonly top: DebugProtocol.StackFrame;
  /** `hello.s:12` */
  readonly where: string;
  readonly mode: 'user' | 'kernel' | 'machine';
  /** Of the frames. */
  readonly names: string[];
}
