import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { ConsoleInputArguments } from '../../protocol/requests';
import { LineKeys } from './line-keys';
import { TerminalLines } from './lines';
import { PrintedLines } from './printed-lines';

/** How long the status bar says why something typed was not taken, in ms. */
const REFUSAL_SHOWN = 5000;
const CLEAR = '\x1b[2J\x1b[3J\x1b[H';
const SAVE_CURSOR = '\x1b7';
const RESTORE_CURSOR = '\x1b8';
const ERASE_TO_END = '\x1b[K';

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
  private readonly keys = new LineKeys();
  /** The machine's kernel collects lines, and leaves it to us to move in them. */
  private movesInLines = false;
  /** What is right of the cursor stands on the screen. */
  private isRestShown = false;

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
    if (!this.movesInLines) return this.say({ text });
    const sent = this.keys.type(text);
    // Else it is shown behind what the machine shows of this.
    if (sent === '') this.showRest();
    else this.say({ text: sent });
  }

  /** The console of this machine is shown in that terminal of the workbench. */
  isAt(terminal: vscode.Terminal): boolean {
    return terminal === this.terminal;
  }

  /**
   * From now on the machine of a session listens to what is typed.
   * @param movesInLines its kernel collects lines, and knows of keys only those that take back what was typed
   */
  listen(sessionId: string, movesInLines: boolean, input: SendInput): void {
    this.sessionId = sessionId;
    this.movesInLines = movesInLines;
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
    this.showRest();
  }

  /** Shows what the machine has not printed. */
  note(text: string): void {
    this.send(this.lines.convert(text));
  }

  /** The machine went to another instant: this is all that it has printed there, from a line of that number on. */
  repaint(text: string, first: number): void {
    this.lines = new TerminalLines();
    this.printed = new PrintedLines(first);
    this.keys.forget();
    this.isRestShown = false;
    this.send(CLEAR);
    this.write(text);
  }

  dispose(): void {
    this.terminal.dispose();
    this.writes.dispose();
  }

  /** What is right of the cursor, where the cursor stays. */
  private showRest(): void {
    const { rest } = this.keys;
    if (rest !== '' || this.isRestShown) this.send(`${SAVE_CURSOR}${rest}${ERASE_TO_END}${RESTORE_CURSOR}`);
    this.isRestShown = rest !== '';
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
