import * as vscode from 'vscode';
import { createSideViews } from '../side/side';
import type { Sessions } from '../sessions/sessions';
import { Loading } from './loading';
import { Panel } from './panel';

/** All webviews: those in the panel, and those in the side bar. */
export interface Webviews extends vscode.Disposable {
  /** One of those in the panel is in sight. */
  readonly hasPanel: boolean;
}

/** package.json has `!trapframe:reloads.NAME` for each of them. */
async function setShown(id: string, isShown: boolean): Promise<void> {
  const name = id.slice(id.lastIndexOf('.') + 1);
  await vscode.commands.executeCommand('setContext', `trapframe:reloads.${name}`, !isShown);
  // It was in sight; where it stood alone, another has come into its place.
  if (isShown) await vscode.commands.executeCommand(`${id}.focus`, { preserveFocus: true });
}

export function createWebviews(root: vscode.Uri, sessions: Sessions): Webviews {
  const loading = new Loading((id, isShown) => void setShown(id, isShown));
  const panels = [
    new Panel(root, loading, sessions, 'trapframe.timelineAndProtocol', 'Timeline and Protocol'),
    new Panel(root, loading, sessions, 'trapframe.events', 'Events'),
    new Panel(root, loading, sessions, 'trapframe.physicalMemory', 'Physical Memory'),
  ];
  const all = [loading, ...panels, ...createSideViews(root, loading, sessions)];
  return {
    get hasPanel() {
      return panels.some(({ isSeen }) => isSeen);
    },
    dispose: () => all.forEach((one) => void one.dispose()),
  };
}
