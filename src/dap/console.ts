import { messageOf } from '../base/errors';
import { System } from '../debug/system';
import type { Debugger } from '../debug/debugger';
import type { Booted } from '../debug/launch/boot';
import { baseName } from '../debug/symbols/source-paths';
import { hostClock } from '../host/clock';
import type { Host } from '../host/host';
import type { TerminalLink } from '../host/terminal';
import type { Client } from './client';
import { ErrorId, RequestError, stateError } from './errors';
import type { Peer } from './peer';

/** Milliseconds that a terminal may take to be there before the machine begins without it. */
const PATIENCE = 30_000;
/** Bytes of one request: more than anybody types, and as much as anybody pastes. */
const MOST = 1 << 16;
/** Bytes that the program has not read yet. */
const MOST_WAITING = 1 << 20;
const CLEAR = '\x1b[2J\x1b[3J\x1b[H';

/** How a user without a terminal answers a program that reads. */
const HOW =
  'type a line into the debug console with > before it, such as "> yes", or give "input" in the launch configuration';

/**
 * Where the console of the machine is shown, and who types at it: the client itself, a terminal that it opens for us, or, where there is
 * neither, output events and the debug console.
 */
export class Console {
  private link: TerminalLink | undefined;
  private hasTerminal = false;
  /** The client shows the console by means of its own, and sends what is typed. */
  private isClients = false;
  private hasToldHow = false;
  private settle: () => void = () => undefined;
  private readonly encoder = new TextEncoder();

  /** What is run at the console. */
  private booted: Booted | undefined;

  constructor(
    private readonly host: Host,
    private readonly peer: Peer,
    private readonly client: Client,
    private readonly target: () => Debugger | undefined,
  ) {}

  /** Before a machine begins: resolves when its terminal is there, or it is clear that there will be none. */
  async open(given: Readonly<Record<string, unknown>>, booted: Booted): Promise<void> {
    this.booted = booted;
    this.hasToldHow = false;
    if (this.repaint(new Uint8Array())) return;
    if (given['clientConsole'] === true) this.isClients = true;
    const { host, client } = this;
    const isWanted = booted.options.console === 'integratedTerminal' && !this.isClients;
    if (!isWanted || !client.supportsRunInTerminal || !host.openTerminal || this.link) return;
    const title = booted.programs.map(({ name }) => name).join(', ') || baseName(booted.options.kernel);
    try {
      this.link = await host.openTerminal();
      await this.wait(this.link, `Trapframe: ${title}`);
    } catch (error) {
      this.close();
      this.link = undefined;
      this.tell(`There is no terminal for the console (${messageOf(error)}): it is shown here.`);
    }
  }

  /** Somebody types by requests. */
  typedByClient(): void {
    this.isClients = true;
  }

  /** @returns whether it is shown in a terminal of ours */
  write(bytes: Uint8Array): boolean {
    if (this.hasTerminal) this.link?.write(bytes);
    return this.hasTerminal;
  }

  /** Resolves when a terminal of ours takes more: until then nothing should be added to it. */
  ready(): Promise<void> {
    return (this.hasTerminal ? this.link?.ready() : undefined) ?? Promise.resolve();
  }

  /** The machine went to another instant: this is all that is shown. @returns as `write` */
  repaint(bytes: Uint8Array): boolean {
    this.write(this.encoder.encode(CLEAR));
    return this.write(bytes);
  }

  /** The machine is off. */
  off(status: number): void {
    this.write(this.encoder.encode(`\n[the machine is off, exit status ${status}]\n`));
  }

  /**
   * The machine waits for input: whoever has nothing to type at is told how. Where nothing else can happen and no process waits for
   * input, it is stuck.
   * @returns whether there is somebody who types
   */
  waits(booted: Booted, isLast: boolean): boolean {
    if (this.hasTerminal || this.isClients) return true;
    if (this.hasToldHow) return false;
    const readers = readersIn(booted);
    if (readers?.length === 0) {
      const target = this.target();
      if (isLast && target) target.isTypedAt = false;
      return false;
    }
    this.hasToldHow = true;
    const who = readers?.join(', ') ?? 'The program';
    this.tell(`${who} waits for input: ${HOW}.`);
    return false;
  }

  /** Somebody types this. @throws RequestError where that cannot be */
  type(bytes: Uint8Array): void {
    const target = this.target();
    if (!target) throw stateError('no program has been launched yet');
    if (bytes.length > MOST) {
      throw new RequestError(
        ErrorId.user,
        `${bytes.length} bytes are too many to be typed at once; at most ${MOST}`,
      );
    }
    if (bytes.length === 0) return;
    if (target.system.machine.input.pending + bytes.length > MOST_WAITING) {
      throw stateError(
        `the program has not read yet what was typed before: ${MOST_WAITING} bytes can wait for it`,
      );
    }
    if (this.booted?.options.input !== undefined) {
      throw new RequestError(
        ErrorId.user,
        'the console reads the input of the launch configuration; leave out "input" to type',
      );
    }
    if (target.isOver || target.isAtEnd)
      throw stateError('the machine has been switched off; restart to type');
    // When the program waits again, it is told again.
    this.hasToldHow = false;
    target.type(bytes);
  }

  close(): void {
    this.settle();
    this.link?.close();
    this.hasTerminal = false;
  }

  private wait(link: TerminalLink, title: string): Promise<void> {
    link.onTyped = (bytes) => {
      try {
        this.type(bytes);
      } catch {
        // Typed at a machine that is off, or reads its input from elsewhere.
      }
    };
    return new Promise((resolve, reject) => {
      const cancel = hostClock.later(
        () => reject(new Error('the one that was asked for has not come')),
        PATIENCE,
      );
      this.settle = () => {
        cancel();
        resolve();
      };
      link.onChange = (isThere) => {
        this.hasTerminal = isThere;
        this.settle();
      };
      const { args, cwd, env } = link.command;
      const asked = this.peer.request('runInTerminal', { kind: 'integrated', title, cwd, args, env });
      asked.catch((error: unknown) => {
        cancel();
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  private tell(line: string): void {
    this.peer.event('output', { category: 'important', output: line + '\n' });
  }
}

/** The processes that wait for input; undefined where nobody knows what a process waits for. */
function readersIn(booted: Booted): string[] | undefined {
  const { kernel } = new System(booted);
  if (kernel?.description.process.waitingFor === undefined) return undefined;
  return kernel
    .list()
    .processes.filter(({ state, waitingFor }) => state === 'blocked' && waitingFor === 'input')
    .map(({ name, pid }) => `${name} (${pid})`);
}
