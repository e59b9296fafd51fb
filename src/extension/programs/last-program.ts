import * as vscode from 'vscode';
import { programPaths } from '../configuration/paths';

const KEY = 'lastProgram';
/** Set by VS Code, or by how a session was started: none of it belongs to the program. */
const PASSING = /^__|^noDebug$|^restart$/;

/** Remembers, for this window, the configuration that was launched last. */
export class LastProgram {
  private configuration: vscode.DebugConfiguration | undefined;

  constructor(private readonly memory: vscode.Memento) {
    this.configuration = memory.get(KEY);
    this.tell();
  }

  get value(): vscode.DebugConfiguration | undefined {
    return this.configuration;
  }

  /** The source or ELF file of its first program; a path. */
  get path(): string | undefined {
    return this.configuration && programPaths(this.configuration)[0];
  }

  set(configuration: vscode.DebugConfiguration): void {
    const kept = Object.entries(configuration).filter(([name]) => !PASSING.test(name));
    this.configuration = Object.fromEntries(kept) as vscode.DebugConfiguration;
    void this.memory.update(KEY, this.configuration);
    this.tell();
  }

  /** For `when` clauses: F5 has something to start. */
  private tell(): void {
    void vscode.commands.executeCommand('setContext', 'trapframe:programRun', this.path !== undefined);
  }
}
