import type { Device } from '../machine/bus';
import type { DeviceState } from '../machine/checkpoint';

/** Registers of a 16550 (National Semiconductor PC16550D data sheet, "Registers"), by offset; with DLAB the first two are the divisor. */
const Register = { data: 0, interruptEnable: 1, fifoControl: 2, lineControl: 3, modemControl: 4, lineStatus: 5, modemStatus: 6, scratch: 7 } as const; // prettier-ignore
const DLAB = 0x80;
const TRANSMITTER_EMPTY = 0x60;
const NO_INTERRUPT = 0x01;
const FIFOS_ENABLED = 0xc0;

/** The console's UART. Bytes leave at once, so the transmitter is always empty. Nothing is received yet. */
export class Uart implements Device {
  readonly name = 'uart';
  readonly sizes = 1;
  private readonly registers = new Uint8Array(8);
  private readonly divisor = new Uint8Array(2);
  private fifosEnabled = false;

  constructor(private readonly transmit: (byte: number) => void) {}

  read(offset: number): number {
    if (offset <= Register.interruptEnable && this.divisorAccess) return this.divisor[offset]!;
    switch (offset) {
      case Register.data:
      case Register.modemStatus:
        return 0;
      case Register.fifoControl:
        return NO_INTERRUPT | (this.fifosEnabled ? FIFOS_ENABLED : 0);
      case Register.lineStatus:
        return TRANSMITTER_EMPTY;
      default:
        return this.registers[offset] ?? 0;
    }
  }

  write(offset: number, _size: number, value: number): void {
    if (offset <= Register.interruptEnable && this.divisorAccess) {
      this.divisor[offset] = value;
      return;
    }
    switch (offset) {
      case Register.data:
        this.transmit(value);
        return;
      case Register.fifoControl:
        this.fifosEnabled = (value & 1) !== 0;
        return;
      case Register.interruptEnable:
        this.registers[offset] = value & 0x0f;
        return;
      case Register.lineControl:
      case Register.modemControl:
      case Register.scratch:
        this.registers[offset] = value;
    }
  }

  save(): DeviceState {
    return { registers: [...this.registers], divisor: [...this.divisor], fifosEnabled: this.fifosEnabled };
  }
  restore(state: DeviceState): void {
    const saved = state as { registers: number[]; divisor: number[]; fifosEnabled: boolean };
    this.registers.set(saved.registers);
    this.divisor.set(saved.divisor);
    this.fifosEnabled = saved.fifosEnabled;
  }

  private get divisorAccess(): boolean {
    return (this.registers[Register.lineControl]! & DLAB) !== 0;
  }
}
