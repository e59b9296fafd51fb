const CONTROL_A = 1;
const HELP = 'C-a x ends the machine, C-a C-a sends Control-A, C-a h shows this\n';

/** Control-A as the console of QEMU has it: with `x` it ends the machine, twice it is itself. Also from a pipe. */
export class EscapeKeys {
  private isPending = false;
  private isOver = false;

  constructor(
    private readonly quit: () => void,
    private readonly show: (text: string) => void,
  ) {}

  /** What of these bytes the machine gets. */
  filter(bytes: Uint8Array): Uint8Array {
    const kept: number[] = [];
    for (const byte of bytes) {
      if (this.isOver) break;
      if (this.isPending) {
        this.isPending = false;
        if (byte === CONTROL_A) kept.push(byte);
        else this.command(String.fromCharCode(byte));
      } else if (byte === CONTROL_A) {
        this.isPending = true;
      } else {
        kept.push(byte);
      }
    }
    return Uint8Array.from(kept);
  }

  private command(key: string): void {
    if (key === 'x') {
      this.isOver = true;
      this.quit();
    } else if (key === 'h' || key === '?') this.show(HELP);
    else if (key === 'c') this.show('there is no monitor; gdb knows all that one asks it for\n');
  }
}
