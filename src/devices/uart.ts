import type { Device } from '../machine/bus';
import type { DeviceState } from '../machine/checkpoint';
import type { DeviceModel } from './device-model';
import { boolean, byte, either, instant, list, nothing, record } from './state-shape';
import type { TimeSource } from './time-source';

/** Registers of a 16550 (National Semiconductor PC16550D data sheet, "Registers"), by offset; with DLAB the first two are the divisor. */
const Register = { data: 0, interruptEnable: 1, fifoControl: 2, lineControl: 3, modemControl: 4, lineStatus: 5, modemStatus: 6, scratch: 7 } as const; // prettier-ignore
const Enable = { received: 0x01, transmitterEmpty: 0x02, lineStatus: 0x04 } as const;
/** What the interrupt identification register says. */
const Identification = { lineStatus: 0x06, timeout: 0x0c, received: 0x04, transmitterEmpty: 0x02, none: 0x01 } as const; // prettier-ignore
const FIFOS_ENABLED = 0xc0;
const FifoControl = { enable: 0x01, clearReceiver: 0x02, clearTransmitter: 0x04, kept: 0xc9 } as const;
const LineStatus = { dataReady: 0x01, overrun: 0x02, transmitterEmpty: 0x60 } as const;
const DLAB = 0x80;
const LOOPBACK = 0x10;
/** Carrier, data set ready, clear to send. */
const MODEM_STATUS = 0xb0;
const OUT2 = 0x08;
const FIFO_SIZE = 16;
/** Bytes in the receive FIFO that raise the interrupt, by the top bits of the FIFO control register. */
const TRIGGERS = [1, 4, 8, 14];
/** Ticks of mtime after which fewer bytes raise it, too: four characters at 115,200 baud. */
const TIMEOUT = 3472;

const atReset = () => ({
  divisor: [12, 0] as readonly number[],
  interruptEnable: 0,
  fifoControl: 0,
  lineControl: 0,
  modemControl: OUT2 as number,
  scratch: 0,
  received: [] as readonly number[],
  overrun: false,
  /** The transmitter became empty, and the guest has not noticed. */
  transmitterPending: false,
  /** Ticks of mtime at which bytes below the trigger are reported. */
  timeout: null as number | null,
  timedOut: false,
  polls: 0,
});

/**
 * The console's UART. Bytes leave at once, so the transmitter is always empty; which accesses assert the interrupt
 * anew follows QEMU, as drivers can tell (see Plic).
 */
export class Uart implements Device {
  readonly name = 'uart';
  readonly sizes = 1 | 2 | 4;
  private state = atReset();

  constructor(
    private readonly transmit: (byte: number) => void,
    /** Asserts the interrupt. */
    private readonly interrupt: () => void,
    private readonly clock: TimeSource,
  ) {}

  /** Is there room for a byte from outside? */
  get canReceive(): boolean {
    return this.state.received.length < (this.fifosEnabled ? FIFO_SIZE : 1);
  }
  get receiveEmpty(): boolean {
    return this.state.received.length === 0;
  }
  /** Does the guest want to be interrupted by input? */
  get receiveInterrupt(): boolean {
    return (this.state.interruptEnable & Enable.received) !== 0;
  }
  /** How often the guest has looked for input and found none, since it last got or printed something. */
  get polls(): number {
    return this.state.polls;
  }

  /** A byte comes in. Without room one is lost, and the guest is told. */
  receive(byte: number): void {
    const { state } = this;
    state.polls = 0;
    if (this.canReceive) state.received = [...state.received, byte];
    else {
      state.overrun = true;
      if (!this.fifosEnabled) state.received = [byte];
    }
    this.startTimeout();
    this.update();
  }

  /** Reports bytes that have waited for more long enough. */
  advance(): void {
    const { state } = this;
    if (state.timeout === null || this.clock.time < state.timeout) return;
    state.timeout = null;
    state.timedOut = true;
    this.update();
  }

  /** The next instant at which it acts by itself. */
  deadline(): number {
    return this.state.timeout === null ? Infinity : this.clock.instantOf(this.state.timeout);
  }

  read(offset: number): number {
    const { state } = this;
    if (offset <= Register.interruptEnable && this.divisorAccess) return state.divisor[offset];
    switch (offset) {
      case Register.data:
        return this.take();
      case Register.interruptEnable:
        return state.interruptEnable;
      case Register.fifoControl:
        return this.identify();
      case Register.lineControl:
        return state.lineControl;
      case Register.modemControl:
        return state.modemControl;
      case Register.lineStatus:
        return this.readLineStatus();
      case Register.modemStatus:
        return this.loopback ? loopedModemStatus(state.modemControl) : MODEM_STATUS;
      case Register.scratch:
        return state.scratch;
      default:
        return 0;
    }
  }

  write(offset: number, _size: number, wide: number): void {
    const { state } = this;
    const value = wide & 0xff;
    if (offset <= Register.interruptEnable && this.divisorAccess) {
      state.divisor = state.divisor.map((byte, index) => (index === offset ? value : byte));
      return;
    }
    switch (offset) {
      case Register.data:
        return this.send(value);
      case Register.interruptEnable:
        return this.enableInterrupts(value & 0x0f);
      case Register.fifoControl:
        return this.controlFifos(value);
      case Register.lineControl:
        state.lineControl = value;
        return;
      case Register.modemControl:
        state.modemControl = value & 0x1f;
        return;
      case Register.scratch:
        state.scratch = value;
    }
  }

  save(): DeviceState {
    return { ...this.state };
  }
  restore(state: DeviceState): void {
    this.state = { ...(state as unknown as ReturnType<typeof atReset>) };
  }

  private take(): number {
    const { state } = this;
    const [byte = 0, ...rest] = state.received;
    state.received = rest;
    state.timedOut = false;
    this.startTimeout();
    this.update();
    return byte;
  }

  private send(byte: number): void {
    const { state } = this;
    state.polls = 0;
    if (this.loopback) this.receive(byte);
    else this.transmit(byte);
    state.transmitterPending = true;
    this.update();
  }

  private enableInterrupts(value: number): void {
    const { state } = this;
    const changed = state.interruptEnable ^ value;
    state.interruptEnable = value;
    if ((changed & Enable.transmitterEmpty) !== 0) {
      state.transmitterPending = (value & Enable.transmitterEmpty) !== 0;
    }
    if (changed !== 0) this.update();
  }

  private controlFifos(value: number): void {
    const { state } = this;
    // Whoever switches the FIFOs empties them.
    const switched = ((value ^ state.fifoControl) & FifoControl.enable) !== 0;
    if (switched || (value & FifoControl.clearReceiver) !== 0) {
      state.received = [];
      state.timeout = null;
      state.timedOut = false;
    }
    if (switched || (value & FifoControl.clearTransmitter) !== 0) state.transmitterPending = true;
    state.fifoControl = value & FifoControl.kept;
    this.update();
  }

  /** Reading it is how the guest notices that the transmitter is empty. */
  private identify(): number {
    const { state } = this;
    const identification = this.identification;
    if (identification === Identification.transmitterEmpty) {
      state.transmitterPending = false;
      this.update();
    }
    return identification | (this.fifosEnabled ? FIFOS_ENABLED : 0);
  }

  private readLineStatus(): number {
    const { state } = this;
    if (this.receiveEmpty) state.polls++;
    const status =
      LineStatus.transmitterEmpty |
      (this.receiveEmpty ? 0 : LineStatus.dataReady) |
      (state.overrun ? LineStatus.overrun : 0);
    if (state.overrun) {
      state.overrun = false;
      this.update();
    }
    return status;
  }

  /** The most urgent reason for an interrupt. */
  private get identification(): number {
    const { interruptEnable, overrun, received, timedOut, transmitterPending, fifoControl } = this.state;
    if ((interruptEnable & Enable.lineStatus) !== 0 && overrun) return Identification.lineStatus;
    if (this.receiveInterrupt) {
      if (timedOut) return Identification.timeout;
      const trigger = this.fifosEnabled ? TRIGGERS[fifoControl >> 6] : 1;
      if (received.length >= trigger) return Identification.received;
    }
    if ((interruptEnable & Enable.transmitterEmpty) !== 0 && transmitterPending) {
      return Identification.transmitterEmpty;
    }
    return Identification.none;
  }

  private update(): void {
    if (this.identification !== Identification.none) this.interrupt();
  }

  private startTimeout(): void {
    const wanted = this.fifosEnabled && !this.receiveEmpty;
    this.state.timeout = wanted ? this.clock.time + TIMEOUT : null;
  }

  private get fifosEnabled(): boolean {
    return (this.state.fifoControl & FifoControl.enable) !== 0;
  }
  private get loopback(): boolean {
    return (this.state.modemControl & LOOPBACK) !== 0;
  }
  private get divisorAccess(): boolean {
    return (this.state.lineControl & DLAB) !== 0;
  }
}

/** In a loop back the modem's inputs are our own outputs: DTR is DSR, RTS is CTS, OUT1 is RI, OUT2 is DCD. */
function loopedModemStatus(control: number): number {
  return ((control & 0x0c) << 4) | ((control & 0x02) << 3) | ((control & 0x01) << 5);
}

export const uart: DeviceModel<Uart> = {
  create: ({ print, interrupt, clock }) => new Uart(print, interrupt, clock),
  stateShape: () =>
    record({
      divisor: list(byte, 2),
      interruptEnable: byte,
      fifoControl: byte,
      lineControl: byte,
      modemControl: byte,
      scratch: byte,
      received: list(byte, 0, FIFO_SIZE),
      overrun: boolean,
      transmitterPending: boolean,
      timedOut: boolean,
      timeout: either(nothing, instant),
      polls: instant,
    }),
  treeNode: ({ reg, interrupts }) => ({
    name: 'serial',
    properties: { compatible: 'ns16550a', ...reg, 'clock-frequency': [3_686_400], ...interrupts },
  }),
};
