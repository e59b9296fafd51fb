import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { ConsoleInputArguments } from '../../protocol/requests';
import { TerminalLines } from './lines';
import { PrintedLines } from './printed-lines';

/** How long the status bar says why something typed was not taken, in ms. */
const REFUSAL_SHOWN = 5000;
const CLEAR = '\x1b[2J\x1b[3J\x1b[H';

/** Sends what was typed, or that somebody may type, or that nobody will any more. */
export type SendInput = (input: ConsoleInputArguments) => Promise<unknown>;

/** A terminal that is the console of one machine after another: shows what it prints, and sends it what is typed. */
export class ConsoleTerminal implements vscode.Pseudoterminal {
  private readonly writes = new vscode.EventEmitter<string>();
  private lines = new TerminalLines();
  /** What the machine has printed of what is shown. */
  printed = new PrintedLines();
  /** What was written before the terminal was ready for it. */
  private early: string | undefined = '';
  private readonly terminal: vscode.Terminal;
  /** A machine writes to it; then no other may have it. */
  isBusy = true;
  isClosed = false;
  private input: SendInput | undefined;

  readonly onDidWrite = this.writes.event;

  /** The session whose machine writes to it. */
  sessionId: string | undefined;

  /** @param isShown it comes to the front */
  constructor(name: string, isShown: boolean) {
    this.terminal = vscode.window.createTerminal({
      name,
      pty: this,
      iconPath: new vscode.ThemeIcon('circuit-board'),
      isTransient: true,
    });
    if (isShown) this.terminal.show(true);
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
    this.say({ end: true });
  }

  /** Called by the workbench with what is typed, as terminals send it. */
  handleInput(text: string): void {
    this.say({ text });
  }

  /** The console of this machine is shown in that terminal of the workbench. */
  isAt(terminal: vscode.Terminal): boolean {
    return terminal === this.terminal;
  }

  /** From now on the machine of a session listens to what is typed. */
  listen(sessionId: string, input: SendInput): void {
    this.sessionId = sessionId;
    this.input = input;
    this.say({});
  }

  /** The machine is gone. */
  release(): void {
    this.isBusy = false;
    this.input = undefined;
    this.sessionId = undefined;
  }

  /** Empties it for the next machine. */
  reuse(isShown: boolean): void {
    this.isBusy = true;
    this.repaint('', 1);
    if (isShown) this.terminal.show(true);
  }

  /** Shows what the machine prints. */
  write(text: string): void {
    const shown = this.lines.convert(text);
    this.printed.write(shown);
    this.send(shown);
  }

  /** Shows what the machine has not printed. */
  note(text: string): void {
    this.send(this.lines.convert(text));
  }

  /** The machine went to another instant: this is all that it has printed there, from a line of that number on. */
  repaint(text: string, first: number): void {
    this.lines = new TerminalLines();
    this.printed = new PrintedLines(first);
    this.send(CLEAR);
    this.write(text);
  }

  dispose(): void {
    this.terminal.dispose();
    this.writes.dispose();
  }

  private say(input: ConsoleInputArguments): void {
    this.input?.(input).catch((error: unknown) => {
      if (input.text !== undefined) vscode.window.setStatusBarMessage(messageOf(error), REFUSAL_SHOWN);
    });
  }

  private send(text: string): void {
    if (this.early !== undefined) this.early += text;
    else this.writes.fire(text);
  }
}
