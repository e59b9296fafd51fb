import type { HintChoice } from './features/inlay-hints';

/** What the user wants; a client that never says it gets all. */
export class Settings {
  hints: HintChoice = { systemCalls: true, values: true };
  /** Whether an assembly file for another processor has a note that says so. */
  notesOtherProcessors = true;

  /** Takes what a client says, which may be anything. */
  read(raw: unknown): void {
    const { inlayHints, assembly } = within(within(raw)['trapframe']);
    this.hints = {
      systemCalls: inlayHints !== 'off',
      values: inlayHints !== 'off' && inlayHints !== 'systemCalls',
    };
    this.notesOtherProcessors = within(assembly)['noteOtherProcessors'] !== false;
  }
}

const within = (raw: unknown): Record<string, unknown> =>
  typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
