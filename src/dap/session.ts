import type { Recorded } from '../debug/time/recording-file';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CodePlace } from '../debug/breakpoints/breakpoint';
import { DataTable } from '../debug/breakpoints/data/table';
import { BreakpointTable } from '../debug/breakpoints/table';
import type { BreakpointTerms } from '../debug/breakpoints/trigger';
import type { Debugger } from '../debug/debugger';
import type { Booted } from '../debug/launch/boot';
import type { StepTarget } from '../debug/run/step-targets';
import type { Format } from '../debug/values/format';
import type { Host } from '../host/host';
import { Client } from './client';
import { Console } from './console';
import { stateError } from './errors';
import { Handles } from './handles';
import { Launching } from './launching';
import { MemoryReaders } from './memory-readers';
import type { HostPace } from './pace';
import type { Peer } from './peer';
import { Progress } from './progress';
import { Spellings } from './spellings';
import { Stacks } from './stacks';
import { TrapCards } from './trap-cards';
import type { VariableSource } from './variables/variable';
import { Wishes } from './wishes';

/** One debug session, shared by the features: each part holds one thing. */
export class Session {
  readonly client = new Client();
  readonly wishes = new Wishes();
  /** What became of the wishes; their numbers outlast the machines of a session. */
  readonly breakpoints = new BreakpointTable();
  readonly data = new DataTable(this.breakpoints);
  readonly launching = new Launching();
  readonly console: Console;
  readonly trapCards: TrapCards;
  readonly progress: Progress;
  readonly stacks = new Stacks(() => this.active);
  readonly variables = new Handles<VariableSource>();
  readonly gotoTargets = new Handles<CodePlace>();
  /** With the instant at which they were told: they mean nothing at another. */
  readonly stepTargets = new Handles<{ readonly target: StepTarget; readonly at: number }>();
  readonly spellings: Spellings;
  readonly memoryReaders = new MemoryReaders();
  /** Running without debugging: nothing stops it. */
  noDebug = false;
  /** What the machine was made of, for recordings. */
  origin: Pick<Recorded, 'launch' | 'isTyped' | 'journal' | 'fed'> | undefined;
  /** The machine is to begin with this. */
  recorded: Recorded | undefined;
  /** The client knows that a console which only grows cannot follow a machine that goes back. */
  hasToldOfTime = false;
  booted: Booted | undefined;
  /** Of the present machine. */
  pace: HostPace | undefined;
  private current: Debugger | undefined;

  constructor(
    readonly host: Host,
    readonly peer: Peer,
  ) {
    this.progress = new Progress((event, body) => peer.event(event, body));
    this.console = new Console(host, peer, this.client, () => this.current);
    this.trapCards = new TrapCards(() => this.active, this.stacks);
    this.spellings = new Spellings(host, () => this.current);
  }

  event(event: string, body?: unknown): void {
    this.peer.event(event, body);
  }

  get debugger(): Debugger | undefined {
    return this.current;
  }
  set debugger(next: Debugger | undefined) {
    this.current = next;
    this.stacks.forget();
  }

  /** @throws RequestError before the launch */
  get active(): Debugger {
    if (!this.current) throw stateError('no program has been launched yet');
    return this.current;
  }

  /** How a request wants its values. */
  format(asked: DebugProtocol.ValueFormat | undefined): Format {
    return { hex: asked?.hex ?? this.wishes.hexadecimal };
  }

  /** What a wish of the protocol says besides its place; the mode `process` means the one that the user looks at. */
  termsOf(wish: BreakpointTerms): BreakpointTerms {
    const { condition, hitCondition, logMessage, mode } = wish;
    const terms = { condition, hitCondition, logMessage, mode };
    return mode === 'process' ? { ...terms, pid: this.pidInFocus } : terms;
  }

  /** The process that the user looks at; the first program's before there is any. */
  private get pidInFocus(): number {
    return (this.current && this.stacks.threadInFocus.process?.pid) ?? 1;
  }

  /** The client is gone, or has had enough. */
  close(): void {
    this.progress.end();
    this.current?.close();
    this.console.close();
    this.launching.refuse(stateError('the session was closed'));
  }
}
