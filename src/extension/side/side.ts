import * as vscode from 'vscode';
import type { Loading } from '../panels/loading';
import type { Sessions } from '../sessions/sessions';
import { AddressSpaceSide } from './address-space';
import { cpuSide } from './cpu';
import { KeepInSight } from './keep-in-sight';
import { RevealTrap } from './reveal-trap';
import { SideView } from './side-view';
import { trapSide } from './trap';
import { trapTableSide } from './trap-table';

/** The webviews in the container of our own in the side bar, and what their menus do. */
export function createSideViews(root: vscode.Uri, loading: Loading, sessions: Sessions): vscode.Disposable[] {
  const space = new AddressSpaceSide(sessions);
  const spaceView = new SideView(root, loading, sessions, space);
  space.onChange = () => spaceView.refresh();
  const trap = new SideView(root, loading, sessions, trapSide);
  const views = [
    new SideView(root, loading, sessions, cpuSide),
    trap,
    spaceView,
    new SideView(root, loading, sessions, trapTableSide),
  ];
  return [
    ...views,
    new KeepInSight(sessions, views),
    new RevealTrap(sessions, () => trap.reveal()),
    ...Object.entries(space.commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  ];
}
