import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot } from '../../scripts/root';
import type { Message } from '../../src/extension/adapter/messages';
import { openNodeWorker } from '../../src/extension/adapter/node-worker';
import { Session } from '../../src/extension/sessions/session';
import { cpuSide } from '../../src/extension/side/cpu';
import { spacesOf } from '../../src/extension/side/spaces';
import { trapSide } from '../../src/extension/side/trap';
import { trapTableSide } from '../../src/extension/side/trap-table';
import { presentStatus } from '../../src/extension/status/present';
import type { Node } from '../../src/extension/trees/node';
import { processRows } from '../../src/extension/trees/processes';
import { median } from './measure';

/** Never gives the CPU back by itself: each time slice ends in a timer interrupt, and another process is next. */
const PROGRAM = '        .globl main\nmain:   addi t0, t0, 1\n        j main\n';
const WARM_UP = 10;
const STOPS = 40;
/** Steps that a pixel of the timeline stands for, and how many of them there are. */
const PIXELS = 1200;

/**
 * Milliseconds from the `stopped` event until all views know what to paint, with so many processes: the real adapter in its worker,
 * asked by what the views are made of. What the workbench then does with the rows is its own time.
 */
export async function stopToViews(processes: number): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  const program = path.join(folder, 'loop.s');
  writeFileSync(program, PROGRAM);
  const client = new Client();
  try {
    await client.launch({ programs: Array.from({ length: processes }, () => program) });
    const times: number[] = [];
    for (let stop = 0; stop < WARM_UP + STOPS; stop++) {
      const before = await client.go();
      await allViews(client.session);
      if (stop >= WARM_UP) times.push(performance.now() - before);
    }
    if (client.session.picture?.processes.processes.length !== processes) {
      throw new Error(`there are not ${processes} processes`);
    }
    return median(times);
  } finally {
    client.close();
    rmSync(folder, { recursive: true });
  }
}

/** Everything that views ask for after a stop when all of them are unfolded, with one process and its address space. */
async function allViews(session: Session): Promise<void> {
  const { machine } = session.picture!;
  const thread = machine.cpus[0].pid;
  const rows = processRows(session).nodes;
  presentStatus(session);
  await Promise.all([
    childrenOf(rows.find(({ pid }) => pid === thread) ?? rows[0]),
    cpuSide.load(session, thread),
    trapSide.load(session, thread),
    spacesOf(session, thread, { walks: ['sp'] }),
    trapTableSide.load(session, thread),
    session.request('trapframe/timeline', { resolution: Math.ceil(machine.instruction / PIXELS) }),
    session.request('trapframe/protocol'),
  ]);
}

const childrenOf = async ({ children }: Node): Promise<unknown> =>
  typeof children === 'function' ? children() : children;

/** An editor, as far as a stop needs one. */
class Client {
  private readonly channel = openNodeWorker(inRoot('dist', 'worker.js'), { ...process.env });
  private readonly answers = new Map<number, (message: Message & { type: 'response' }) => void>();
  private readonly events = new Map<string, () => void>();
  private sequence = 1;
  readonly session = new Session({
    id: 'bench',
    name: 'bench',
    customRequest: (command, args) => this.request(command, args),
  });

  constructor() {
    this.channel.onMessage((message) => {
      if (message.type === 'response') this.answers.get(message.request_seq)?.(message);
      else if (message.type === 'event') this.events.get(message.event)?.();
      this.session.received(message);
    });
  }

  request(command: string, args: unknown = {}): Promise<unknown> {
    const seq = this.sequence++;
    return new Promise((resolve, reject) => {
      this.answers.set(seq, ({ success, body, message }) => {
        this.answers.delete(seq);
        if (success) resolve(body);
        else reject(new Error(`${command}: ${message}`));
      });
      this.channel.send({ seq, type: 'request', command, arguments: args });
    });
  }

  private event(name: string): Promise<void> {
    return new Promise((resolve) => this.events.set(name, resolve));
  }

  async launch(configuration: object): Promise<void> {
    await this.request('initialize', {});
    const [initialized, stopped] = [this.event('initialized'), this.event('stopped')];
    const launched = this.request('launch', configuration);
    await Promise.race([initialized, launched]);
    await this.request('setExceptionBreakpoints', { filters: ['timer'] });
    await this.request('configurationDone');
    await Promise.all([launched, stopped]);
  }

  /** To the next stop. @returns when it came, once its first picture is there */
  async go(): Promise<number> {
    const pictured = new Promise<void>((resolve) => {
      const { picture } = this.session;
      const stop = this.session.changed.on(() => {
        if (this.session.picture === picture) return;
        stop();
        resolve();
      });
    });
    const stopped = this.event('stopped').then(() => performance.now());
    await this.request('continue', { threadId: 1 });
    const at = await stopped;
    await pictured;
    return at;
  }

  close(): void {
    this.channel.close();
  }
}
