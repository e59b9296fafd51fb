import * as vscode from 'vscode';
import type { Sessions } from '../sessions/sessions';
import { AddressSpaceTree } from './address-space-tree';
import { machineRows } from './machine';
import { processCommands } from './process-commands';
import { ProcessesTree } from './processes-tree';
import { trapCardRows } from './trap-card';
import { stopAt, trapTableRows } from './trap-table';
import { Tree } from './tree';

/** The tree views in the debug container, and what their menus do. */
export function createTrees(sessions: Sessions, memory: vscode.Memento): vscode.Disposable[] {
  const processes = new ProcessesTree(sessions, memory);
  const addressSpace = new AddressSpaceTree(sessions);
  const commands = { ...processCommands(sessions, processes.refresh), ...addressSpace.commands };
  return [
    processes,
    new Tree('trapframe.trapCard', sessions, trapCardRows),
    addressSpace,
    new Tree('trapframe.machine', sessions, machineRows),
    new Tree('trapframe.trapTable', sessions, trapTableRows, stopAt),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  ];
}
