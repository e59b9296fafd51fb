import type * as vscode from 'vscode';
import type { Sessions } from '../sessions/sessions';
import { Panel } from './panel';

/** The webviews in the panel. */
export const createPanels = (root: vscode.Uri, sessions: Sessions): vscode.Disposable[] => [
  new Panel(root, sessions, 'trapframe.timelineAndProtocol', 'Timeline and Protocol'),
  new Panel(root, sessions, 'trapframe.physicalMemory', 'Physical Memory'),
];
