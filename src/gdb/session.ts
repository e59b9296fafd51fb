import { bytesOfHex, hexOfBytes, hexOfValue, numberOfHex, valueOfHex } from './hex';
import { escaped, packet, PacketReader, PACKET_SIZE, type Incoming } from './packet';
import { PC, targetDescription, isFloat } from './target-description';
import type { GdbStop, GdbTarget, Point, PointKind, Resume } from './target';

/** "Invalid argument", as clients show it; what is not understood at all is answered by an empty packet. */
const INVALID = 'E22';
/** A register that there is, of a value that there is not. */
const UNAVAILABLE = 'x'.repeat(16);
/** "No space left". */
const FULL = 'E1c';
const OK = 'OK';
/** Breakpoints and watchpoints of a client: each is one more to be looked at, at each change and each access. */
const MOST_POINTS = 1000;

/** Types of `Z` and `z` packets. Software and hardware breakpoints are the same here: the guest's memory stays as it is. */
const pointKinds: readonly PointKind[] = ['instruction', 'instruction', 'write', 'read', 'access'];
const watchWords = { write: 'watch', read: 'rwatch', access: 'awatch' } as const;

const threadOf = (cpu: number): string => (cpu + 1).toString(16).padStart(2, '0');

/** A packet by the letter or the word that it begins with, and what answers it: undefined for what answers later. */
type Answer = string | undefined;

/** One client: reads its packets one after the other, and answers each. */
export class GdbSession {
  private readonly reader = new PacketReader();
  private acknowledges = true;
  private lastSent = new Uint8Array(0);
  /** The CPU that register and memory packets mean, and the one that steps. */
  private looksAt = 0;
  private steps: number | undefined;
  private isRunning = false;
  private lastStop: GdbStop;
  private readonly points = new Map<string, Point>();
  /** The client has said that it goes. */
  isOver = false;

  constructor(
    private readonly target: GdbTarget,
    private readonly send: (bytes: Uint8Array) => void,
    /** Resolves when the client has taken what was sent: one that asks and does not read is answered no more until then. */
    private readonly ready: () => Promise<void>,
  ) {
    this.lastStop = { kind: 'trap', cpu: target.current };
    this.looksAt = target.current;
  }

  /** Bytes from the client. Resolves when all that they ask for has been answered, or runs, and the client has taken the answers. */
  async receive(bytes: Uint8Array): Promise<void> {
    for (const incoming of this.reader.take(bytes)) {
      // Whoever has gone asks for nothing any more.
      if (this.isOver) return;
      this.take(incoming);
      await this.ready();
    }
  }

  /** The connection is gone; what the client has set goes with it. A machine that runs, runs on; one that stands, stands. */
  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.target.setPoints([]);
  }

  private take(incoming: Incoming): void {
    switch (incoming.kind) {
      case 'interrupt':
        if (this.isRunning) this.target.interrupt();
        return;
      case 'again':
        this.send(this.lastSent);
        return;
      case 'damaged':
        if (this.acknowledges) this.send(Uint8Array.of(0x2d));
        return;
      case 'acknowledged':
        return;
      case 'packet':
        // Acknowledged in the way that was agreed upon before this packet.
        if (this.acknowledges) this.send(Uint8Array.of(0x2b));
        // A machine that runs answers when it stops; a client that does not wait gets nothing lost.
        if (this.isRunning) return;
        this.answer(this.handle(incoming.data));
    }
  }

  private answer(data: Answer): void {
    if (data === undefined) return;
    this.lastSent = Uint8Array.from(packet(data));
    this.send(this.lastSent);
  }

  private handle(data: string): Answer {
    const word = /^(v[A-Za-z?]+|[qQ][A-Za-z]+|b[cs])/.exec(data)?.[0];
    if (word !== undefined) return this.handleWord(word, data.slice(word.length));
    const rest = data.slice(1);
    switch (data[0]) {
      case '?':
        return this.stopReply(this.lastStop);
      case 'H':
        return this.selectThread(rest[0], rest.slice(1));
      case 'T':
        return this.cpuOf(rest) === undefined ? INVALID : OK;
      case 'g':
        return Array.from({ length: PC + 1 }, (_, number) => this.register(number)).join('');
      case 'G':
        return this.writeRegisters(rest);
      case 'p':
        return this.readOne(rest);
      case 'P':
        return this.writeOne(rest);
      case 'm':
        return this.readMemory(rest);
      case 'M':
      case 'X':
        return this.writeMemory(data[0], rest);
      case 'Z':
      case 'z':
        return this.changePoint(data[0] === 'Z', rest);
      case 'c':
      case 'C':
        return this.resume({ how: 'continue', cpu: this.stepping, isBackward: false });
      case 's':
      case 'S':
        return this.resume({ how: 'step', cpu: this.stepping, isBackward: false });
      case 'D':
        this.leave('detach');
        return OK;
      case 'k':
        this.leave('kill');
        return undefined;
      default:
        return '';
    }
  }

  private handleWord(word: string, rest: string): Answer {
    switch (word) {
      case 'qSupported':
        return this.features();
      case 'QStartNoAckMode':
        this.acknowledges = false;
        return OK;
      case 'qXfer':
        return this.transfer(rest);
      case 'qC':
        return `QC${threadOf(this.target.current)}`;
      case 'qfThreadInfo':
        return 'm' + Array.from({ length: this.target.cpus }, (_, cpu) => threadOf(cpu)).join(',');
      case 'qsThreadInfo':
        return 'l';
      case 'qThreadExtraInfo':
        return this.describeThread(rest.slice(1));
      case 'qAttached':
        return '1';
      case 'qSymbol':
        return OK;
      case 'qRcmd':
        return this.monitor(rest.slice(1));
      case 'vCont?':
        return 'vCont;c;C;s;S';
      case 'vCont':
        return this.vCont(rest);
      case 'vKill':
        this.leave('kill');
        return OK;
      case 'bc':
      case 'bs':
        if (!this.target.canReverse) return '';
        return this.resume({
          how: word === 'bs' ? 'step' : 'continue',
          cpu: this.stepping,
          isBackward: true,
        });
      default:
        return '';
    }
  }

  private features(): string {
    const reverse = this.target.canReverse ? ';ReverseStep+;ReverseContinue+' : '';
    const size = PACKET_SIZE.toString(16);
    return `PacketSize=${size};QStartNoAckMode+;qXfer:features:read+;vContSupported+;hwbreak-;swbreak-${reverse}`;
  }

  /** `:features:read:target.xml:OFFSET,LENGTH` */
  private transfer(rest: string): string {
    const asked = /^:features:read:target\.xml:([\da-f]+),([\da-f]+)$/i.exec(rest);
    if (!asked) return rest.startsWith(':features:read:') ? 'E00' : '';
    const offset = parseInt(asked[1], 16);
    const end = offset + Math.min(parseInt(asked[2], 16), PACKET_SIZE / 2);
    return (end < targetDescription.length ? 'm' : 'l') + escaped(targetDescription.slice(offset, end));
  }

  private get stepping(): number {
    return this.steps ?? this.target.current;
  }

  /** The CPU of a thread; of the threads 0 (any) and -1 (all) the current one. */
  private cpuOf(thread: string): number | undefined {
    if (thread === '-1' || thread === '0') return this.target.current;
    const cpu = Number(numberOfHex(thread) ?? 0n) - 1;
    return cpu >= 0 && cpu < this.target.cpus ? cpu : undefined;
  }

  private selectThread(operation: string | undefined, thread: string): string {
    const cpu = this.cpuOf(thread);
    if (cpu === undefined) return INVALID;
    if (operation === 'g') this.looksAt = cpu;
    else if (operation === 'c') this.steps = thread === '-1' || thread === '0' ? undefined : cpu;
    else return '';
    return OK;
  }

  private describeThread(thread: string): string {
    const cpu = this.cpuOf(thread);
    return cpu === undefined ? INVALID : hexOfBytes(new TextEncoder().encode(`CPU ${cpu}`));
  }

  private register(number: number): string {
    return hexOfValue(this.target.readRegister(this.looksAt, number) ?? 0n);
  }

  private readOne(rest: string): string {
    const number = numberOfHex(rest);
    if (number !== undefined && isFloat(Number(number))) return UNAVAILABLE;
    const value = number === undefined ? undefined : this.target.readRegister(this.looksAt, Number(number));
    return value === undefined ? INVALID : hexOfValue(value);
  }

  private writeOne(rest: string): string {
    const [name, text = ''] = rest.split('=');
    const number = numberOfHex(name);
    const value = valueOfHex(text);
    if (number === undefined || value === undefined) return INVALID;
    return this.target.writeRegister(this.looksAt, Number(number), value) ? OK : INVALID;
  }

  private writeRegisters(rest: string): string {
    const values = Array.from({ length: PC + 1 }, (_, i) => valueOfHex(rest.slice(16 * i, 16 * i + 16)));
    if (values.some((value) => value === undefined)) return INVALID;
    values.forEach((value, number) => number > 0 && this.target.writeRegister(this.looksAt, number, value!));
    return OK;
  }

  private readMemory(rest: string): string {
    const [address, length] = rest.split(',').map(numberOfHex);
    if (address === undefined || length === undefined) return INVALID;
    const most = Math.min(Number(length), PACKET_SIZE / 2);
    const bytes = this.target.readMemory(this.looksAt, address, most);
    return bytes.length === 0 && most > 0 ? 'E14' : hexOfBytes(bytes);
  }

  /** `ADDRESS,LENGTH:DATA`, the data in hexadecimal (`M`) or as they are (`X`). */
  private writeMemory(how: 'M' | 'X', rest: string): string {
    const [place, ...pieces] = rest.split(':');
    const data = pieces.join(':');
    const [address, length] = place.split(',').map(numberOfHex);
    const bytes = how === 'M' ? bytesOfHex(data) : Uint8Array.from(data, (c) => c.charCodeAt(0));
    if (address === undefined || length === undefined || BigInt(bytes?.length ?? -1) !== length) {
      return INVALID;
    }
    return length === 0n || this.target.writeMemory(this.looksAt, address, bytes!) ? OK : 'E14';
  }

  private changePoint(isInsert: boolean, rest: string): string {
    const [type, place, extent] = rest.split(';')[0].split(',');
    const kind = pointKinds[Number(type)];
    const [address, length] = [numberOfHex(place ?? ''), numberOfHex(extent ?? '')];
    if (kind === undefined) return '';
    if (address === undefined || length === undefined || length > 4096n) return INVALID;
    const key = `${kind} ${address} ${kind === 'instruction' ? '' : length}`;
    if (isInsert && this.points.size >= MOST_POINTS && !this.points.has(key)) return FULL;
    if (isInsert) this.points.set(key, { kind, address, length: Number(length) });
    else this.points.delete(key);
    this.target.setPoints([...this.points.values()]);
    return OK;
  }

  /** Of `;ACTION[:THREAD]...` the first step counts: CPUs run together, and a step is one CPU's. */
  private vCont(rest: string): Answer {
    const actions = rest
      .split(';')
      .slice(1)
      .map((text) => text.split(':'));
    if (actions.length === 0 || actions.some(([action]) => !/^([cs]|[CS][\da-f]{2})$/.test(action))) {
      return INVALID;
    }
    const step = actions.find(([action]) => /^s/i.test(action));
    const cpu = this.cpuOf((step ?? actions[0])[1] ?? '0');
    if (cpu === undefined) return INVALID;
    return this.resume({ how: step ? 'step' : 'continue', cpu, isBackward: false });
  }

  private resume(resume: Resume): undefined {
    if (this.lastStop.kind === 'exited') {
      this.answer(this.stopReply(this.lastStop));
      return undefined;
    }
    this.isRunning = true;
    void this.target.resume(resume).then(
      (stop) => this.stopped(stop),
      () => this.stopped({ kind: 'interrupt', cpu: this.target.current }),
    );
    return undefined;
  }

  private stopped(stop: GdbStop): void {
    this.isRunning = false;
    this.lastStop = stop;
    if (stop.kind !== 'exited') this.looksAt = stop.cpu;
    if (!this.isOver) this.answer(this.stopReply(stop));
  }

  private stopReply(stop: GdbStop): string {
    switch (stop.kind) {
      case 'exited':
        return `W${stop.status.toString(16).padStart(2, '0')}`;
      case 'interrupt':
        return `T02thread:${threadOf(stop.cpu)};`;
      case 'trap':
        return `T05thread:${threadOf(stop.cpu)};`;
      case 'history':
        return `T05thread:${threadOf(stop.cpu)};replaylog:${stop.at};`;
      case 'watch':
        return `T05thread:${threadOf(stop.cpu)};${watchWords[stop.access]}:${stop.address.toString(16)};`;
    }
  }

  private monitor(rest: string): string {
    const bytes = bytesOfHex(rest);
    if (!bytes) return INVALID;
    const text = this.target.monitor(new TextDecoder().decode(bytes).trim());
    return text === '' ? OK : hexOfBytes(new TextEncoder().encode(text).subarray(0, PACKET_SIZE / 2));
  }

  private leave(how: 'detach' | 'kill'): void {
    this.isOver = true;
    this.target.setPoints([]);
    this.target.leave(how);
  }
}
