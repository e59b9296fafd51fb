import * as vscode from 'vscode';
import { TerminalLines } from './lines';

const CLEAR = '\x1b[2J\x1b[3J\x1b[H';

/** A terminal that shows the console of one machine after another. */
export class ConsoleTerminal implements vscode.Pseudoterminal {
  private readonly writes = new vscode.EventEmitter<string>();
  private lines = new TerminalLines();
  /** What was written before the terminal was ready for it. */
  private early: string | undefined = '';
  private readonly terminal: vscode.Terminal;
  /** A machine writes to it; then no other may have it. */
  isBusy = true;
  isClosed = false;

  readonly onDidWrite = this.writes.event;

  constructor(readonly name: string) {
    this.terminal = vscode.window.createTerminal({
      name,
      pty: this,
      iconPath: new vscode.ThemeIcon('circuit-board'),
      isTransient: true,
    });
    this.terminal.show(true);
  }

  /** Called by the workbench when it can take output. */
  open(): void {
    const early = this.early ?? '';
    this.early = undefined;
    if (early) this.writes.fire(early);
  }

  /** Called by the workbench when the user closes the terminal: the machine goes on without it. */
  close(): void {
    this.isClosed = true;
  }

  /** Empties it for the next machine. */
  reuse(): void {
    this.isBusy = true;
    this.lines = new TerminalLines();
    this.send(CLEAR);
    this.terminal.show(true);
  }

  write(text: string): void {
    this.send(this.lines.convert(text));
  }

  dispose(): void {
    this.terminal.dispose();
    this.writes.dispose();
  }

  private send(text: string): void {
    if (this.early !== undefined) this.early += text;
    else this.writes.fire(text);
  }
}
