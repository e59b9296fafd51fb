import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Connection } from '../../src/dap/connection';
import { routerFor } from '../../src/dap/routes';
import { nodeHost } from '../../src/host/node-host';
import type { MachineBody, ProcessesBody } from '../../src/protocol/requests';

/** What the views ask for after a stop, and while they are seen. */
const VIEWS: readonly (readonly [string, object])[] = [
  ['trapframe/machine', {}],
  ['trapframe/processes', {}],
  ['trapframe/trapTable', {}],
  ['trapframe/physicalMemory', {}],
  ['trapframe/timeline', {}],
  ['trapframe/timeline', { resolution: 1000 }],
  ['trapframe/protocol', {}],
  ['trapframe/addressSpace', { pid: 1 }],
  ['threads', {}],
];

/** The adapter in this process, and a client that counts the output and forgets it. */
export class SoakSession {
  private readonly connection: Connection;
  private readonly waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  private heard: (event: string) => void = () => {};
  private seq = 0;
  /** Milliseconds of the processor for the slowest answer since it was last read. What else runs here does not count. */
  private slowest = 0;

  constructor() {
    const host = nodeHost(path.join(__dirname, '..', '..', 'dist'));
    this.connection = new Connection((self) => routerFor(host, self));
    this.connection.onDidSendMessage((message) => {
      // Messages are objects here, and a client elsewhere would have read them by now.
      const one = message as DebugProtocol.Response | DebugProtocol.Event;
      if (one.type === 'event') this.heard((one as DebugProtocol.Event).event);
      else this.waiting.get((one as DebugProtocol.Response).request_seq)?.(one as DebugProtocol.Response);
    });
  }

  async request<B = object>(command: string, args: object = {}): Promise<B> {
    const seq = ++this.seq;
    const began = process.cpuUsage();
    const response = await new Promise<DebugProtocol.Response>((resolve) => {
      this.waiting.set(seq, resolve);
      this.connection.handleMessage({
        seq,
        type: 'request',
        command,
        arguments: args,
      } as DebugProtocol.Request);
    });
    this.waiting.delete(seq);
    this.slowest = Math.max(this.slowest, millisecondsSince(began));
    if (!response.success) throw new Error(`${command}: ${response.message ?? 'refused'}`);
    return response.body as B;
  }

  async start(program: string): Promise<void> {
    await this.request('initialize', { adapterID: 'trapframe', linesStartAt1: true, pathFormat: 'path' });
    const ready = new Promise<void>(
      (resolve) => (this.heard = (event) => event === 'initialized' && resolve()),
    );
    const launched = this.request('launch', { program, stopOnEntry: false });
    await Promise.race([ready, launched]);
    await this.request('configurationDone');
    await launched;
    // On a busy computer the kernel may still be on its way to the first process.
    const hasBegun = async (): Promise<boolean> =>
      (await this.request<ProcessesBody>('trapframe/processes')).processes.some(({ pid }) => pid === 1);
    while (!(await hasBegun())) await setImmediate();
    // Building the program and the first machine is no answer to a view.
    this.takeSlowest();
  }

  /** Everything that views ask for, while the machine runs. */
  async lookAtEverything(): Promise<void> {
    for (const [command, args] of VIEWS) await this.request(command, args);
  }

  async instant(): Promise<number> {
    return (await this.request<MachineBody>('trapframe/machine')).instruction;
  }

  /** @returns milliseconds of the processor until the machine stood */
  async pauseAndGoOn(): Promise<number> {
    const began = process.cpuUsage();
    const stopped = new Promise<void>(
      (resolve) => (this.heard = (event) => event === 'stopped' && resolve()),
    );
    await this.request('pause', { threadId: 1 });
    await stopped;
    const took = millisecondsSince(began);
    await this.request('continue', { threadId: 1 });
    return took;
  }

  takeSlowest(): number {
    const { slowest } = this;
    this.slowest = 0;
    return slowest;
  }

  async end(): Promise<void> {
    await this.request('disconnect');
  }
}

/** This process's own, whatever else the computer does. */
function millisecondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
