import * as vscode from 'vscode';
import type { Consoles } from '../console/consoles';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { nearestFirst } from './occurrences';
import { refusalsInWords } from '../sessions/with-session';

/** A line of a console, and the numbers of all lines that read like it, the latest first. */
interface LineLink extends vscode.TerminalLink {
  readonly session: Session;
  readonly numbers: readonly number[];
}

/** Lines that a pick offers: the latest ones are the nearest, because what a terminal shows lies in the past. */
const MOST = 100;

/** Makes each line of a machine's console lead to the instant that printed it. */
export class LineLinks implements vscode.TerminalLinkProvider<LineLink> {
  constructor(
    private readonly consoles: Consoles,
    private readonly sessions: Sessions,
  ) {}

  provideTerminalLinks({ terminal, line }: vscode.TerminalLinkContext): LineLink[] {
    const shown = this.consoles.shownIn(terminal);
    const session = shown && this.sessions.withId(shown.sessionId);
    const numbers = shown?.printed.numbersOf(line) ?? [];
    if (!session || numbers.length === 0) return [];
    const text = line.trim();
    const tooltip = 'Go to the instant that printed this';
    return [{ startIndex: line.indexOf(text), length: text.length, tooltip, session, numbers }];
  }

  handleTerminalLink({ session, numbers }: LineLink): Promise<void> {
    return refusalsInWords(async () => {
      const instant = await choose(session, numbers.slice(0, MOST));
      if (instant !== undefined) await session.request('trapframe/seek', { instruction: instant });
    });
  }
}

async function choose(session: Session, numbers: readonly number[]): Promise<number | undefined> {
  const occurrences = await Promise.all(
    numbers.map(async (line) => {
      const { instruction } = await session.request('trapframe/console', { line });
      return { line, instant: instruction };
    }),
  );
  if (occurrences.length === 1) return occurrences[0]?.instant;
  const { instruction: now } = await session.request('trapframe/machine');
  const chosen = await vscode.window.showQuickPick(nearestFirst(occurrences, now), {
    title: 'Printed more than once: go to which instant?',
    placeHolder: 'The nearest is first',
  });
  return chosen?.instant;
}
