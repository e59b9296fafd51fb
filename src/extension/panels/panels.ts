import * as vscode from 'vscode';
import { createSideViews } from '../side/side';
import type { Sessions } from '../sessions/sessions';
import { Loading } from './loading';
import { Panel } from './panel';

/** All webviews: those in the panel, and those in the side bar. */
export function createWebviews(root: vscode.Uri, sessions: Sessions): vscode.Disposable[] {
  // package.json has `!trapframe:reloads.NAME` for each of them.
  const loading = new Loading((id, isShown) => {
    const name = id.slice(id.lastIndexOf('.') + 1);
    void vscode.commands.executeCommand('setContext', `trapframe:reloads.${name}`, !isShown);
  });
  return [
    loading,
    new Panel(root, loading, sessions, 'trapframe.timelineAndProtocol', 'Timeline and Protocol'),
    new Panel(root, loading, sessions, 'trapframe.events', 'Events'),
    new Panel(root, loading, sessions, 'trapframe.physicalMemory', 'Physical Memory'),
    ...createSideViews(root, loading, sessions),
  ];
}
