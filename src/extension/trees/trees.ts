import type * as vscode from 'vscode';
import type { Sessions } from '../sessions/sessions';
import { addressSpaceRows } from './address-space';
import { machineRows } from './machine';
import { ProcessesTree } from './processes-tree';
import { trapCardRows } from './trap-card';
import { stopAt, trapTableRows } from './trap-table';
import { Tree } from './tree';

/** The tree views in the debug container. */
export const createTrees = (sessions: Sessions, memory: vscode.Memento): vscode.Disposable[] => [
  new ProcessesTree(sessions, memory),
  new Tree('trapframe.trapCard', sessions, trapCardRows),
  new Tree('trapframe.addressSpace', sessions, addressSpaceRows),
  new Tree('trapframe.machine', sessions, machineRows),
  new Tree('trapframe.trapTable', sessions, trapTableRows, stopAt),
];
