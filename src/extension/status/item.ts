import * as vscode from 'vscode';
import type { Sessions } from '../sessions/sessions';
import { presentReplay } from './replay';
import { presentSpeed, presentStatus, type StatusText } from './present';

/** The mode bit, the process and the instant in the status bar, and how fast the machine runs, or that it stands in its past; there while a session is. */
export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly speed: vscode.StatusBarItem;
  private readonly replay: vscode.StatusBarItem;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly sessions: Sessions) {
    this.item = vscode.window.createStatusBarItem('trapframe.status', vscode.StatusBarAlignment.Left, 100);
    this.item.name = 'Trapframe: mode, process and instant';
    this.item.command = 'trapframe.processes.focus';
    this.speed = vscode.window.createStatusBarItem('trapframe.speed', vscode.StatusBarAlignment.Left, 99);
    this.speed.name = 'Trapframe: speed';
    this.speed.command = 'trapframe.setSpeed';
    this.replay = vscode.window.createStatusBarItem('trapframe.replay', vscode.StatusBarAlignment.Left, 99.5);
    this.replay.name = 'Trapframe: replay';
    this.replay.command = 'trapframe.goToInstant';
    this.replay.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    this.subscription = sessions.onDidChangeShown(() => this.update());
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
    this.speed.dispose();
    this.replay.dispose();
  }

  private update(): void {
    const session = this.sessions.current;
    show(this.replay, session && presentReplay(session));
    show(this.item, session && presentStatus(session));
    const mode = session?.isSeen ? session.picture?.machine.cpus[0]?.mode : undefined;
    this.item.color = mode && new vscode.ThemeColor(`trapframe.${mode}StatusForeground`);
    const speed = session?.picture?.machine.speed;
    show(this.speed, speed === undefined ? undefined : presentSpeed(speed));
  }
}

function show(item: vscode.StatusBarItem, status: StatusText | undefined): void {
  if (!status) return item.hide();
  item.text = status.text;
  item.tooltip = status.tooltip;
  item.accessibilityInformation = { label: status.spoken };
  item.show();
}
