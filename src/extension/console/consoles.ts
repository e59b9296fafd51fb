import type * as vscode from 'vscode';
import type { Filter } from '../adapter/worker-adapter';
import type { Message, OutputBody } from '../adapter/messages';
import type { ScreenBody } from '../../protocol/requests';
import type { PrintedLines } from './printed-lines';
import { ConsoleTerminal, type SendInput } from './terminal';

/** How one session reaches its terminal. */
export interface Connection {
  readonly filter: Filter;
  /** Says how what is typed reaches the machine. */
  attach(send: SendInput): void;
  /** The session is over, however that came about: its terminal keeps its text until another session takes it. */
  release(): void;
}

/** The name of the terminal; a second session at the same time has one of its own. */
const NAME = 'Trapframe';

/** Gives every session that wants one a terminal: the same again and again, unless another session has it. */
export class Consoles implements vscode.Disposable {
  private readonly terminals = new Set<ConsoleTerminal>();

  /** @param mayCover whether the terminal may come to the front of the panel */
  constructor(private readonly mayCover: () => boolean) {}

  /**
   * Leads what the machine prints into a terminal instead of the Debug Console. The terminal opens when the machine is ready, so
   * a launch that fails opens none.
   */
  connect(session: vscode.DebugSession): Connection {
    let terminal: ConsoleTerminal | undefined;
    let send: SendInput = () => Promise.resolve();
    // Other kernels may have a use for arrow keys of their own.
    const movesInLines = [undefined, 'builtin'].includes(
      session.configuration['kernel'] as string | undefined,
    );
    const filter: Filter = (message) => {
      if (message.type !== 'event') return message;
      if (message.event === 'initialized' && !terminal) {
        terminal = this.take(session.name);
        // Before the machine starts: one that nobody can type at would be stuck where it waits for input.
        terminal.listen(session.id, movesInLines, send);
      }
      if (!terminal || terminal.isClosed) return message;
      if (message.event === 'exited') terminal.note(farewell(message));
      if (message.event === 'trapframe/screen') {
        const { output, line } = message.body as ScreenBody;
        terminal.repaint(output, line);
      }
      const body = message.body as OutputBody | undefined;
      // What is said to those who have no screen that can be repainted.
      if (message.event === 'output' && body?.data?.isOfScreen === true) return undefined;
      if (message.event !== 'output' || body?.category !== 'stdout') return message;
      terminal.write(body.output);
      return undefined;
    };
    const release = (): void => {
      terminal?.release();
    };
    return { filter, release, attach: (next) => (send = next) };
  }

  /** Whose output is shown in a terminal of the workbench, while that session lasts, and its lines. */
  shownIn(terminal: vscode.Terminal): { sessionId: string; printed: PrintedLines } | undefined {
    const console = [...this.terminals].find((one) => one.isAt(terminal));
    if (console?.sessionId === undefined) return undefined;
    return { sessionId: console.sessionId, printed: console.printed };
  }

  dispose(): void {
    for (const terminal of this.terminals) terminal.dispose();
  }

  private take(session: string): ConsoleTerminal {
    for (const terminal of this.terminals) if (terminal.isClosed) this.terminals.delete(terminal);
    const isShown = this.mayCover();
    const idle = [...this.terminals].find((terminal) => !terminal.isBusy);
    if (idle) {
      idle.reuse(isShown);
      return idle;
    }
    const terminal = new ConsoleTerminal(this.terminals.size === 0 ? NAME : `${NAME}: ${session}`, isShown);
    this.terminals.add(terminal);
    return terminal;
  }
}

function farewell(message: Message & { type: 'event' }): string {
  const code = (message.body as { exitCode?: number } | undefined)?.exitCode;
  return `\n[the machine is off, exit status ${code ?? 'unknown'}]\n`;
}
