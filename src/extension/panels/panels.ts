import type * as vscode from 'vscode';
import type { Sessions } from '../sessions/sessions';
import { Panel } from './panel';

/** The webviews in the panel. What is chosen in one is shown in the other. */
export function createPanels(root: vscode.Uri, sessions: Sessions): vscode.Disposable[] {
  const timeline = new Panel(root, sessions, 'trapframe.timeline', 'Timeline', (at) => protocol.reveal(at));
  const protocol = new Panel(root, sessions, 'trapframe.protocol', 'Protocol', (at) => timeline.reveal(at));
  const memory = new Panel(root, sessions, 'trapframe.physicalMemory', 'Physical Memory');
  return [timeline, protocol, memory];
}
