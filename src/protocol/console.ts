import type { Nothing } from './code';

// The console of the machine, and what the debugger says beside it.

/** Arguments of `trapframe/consoleInput`. Any but one with `end` says that somebody may type from now on. */
export interface ConsoleInputArguments {
  /** What was typed, as a terminal sends it: Enter is `\r`. */
  text?: string;
  /** Nobody will type any more. */
  end?: boolean;
}

/** `command -> [arguments, body]` */
export interface ConsoleRequests {
  'trapframe/consoleInput': [ConsoleInputArguments, Nothing];
  /** Whether each system call is written to the console when it is over. */
  'trapframe/logSystemCalls': [{ on: boolean }, Nothing];
}
