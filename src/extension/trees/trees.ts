import * as vscode from 'vscode';
import type { Sessions } from '../sessions/sessions';
import { processCommands } from './process-commands';
import { ProcessesTree } from './processes-tree';

/** The list of processes, in the debug container and in our own, and what its menus do. */
export function createTrees(sessions: Sessions, memory: vscode.Memento): vscode.Disposable[] {
  const lists = [
    new ProcessesTree('trapframe.processes', sessions, memory),
    new ProcessesTree('trapframe.processList', sessions),
  ];
  const commands = processCommands(sessions, () => lists.forEach((list) => list.refresh()));
  return [
    ...lists,
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  ];
}
