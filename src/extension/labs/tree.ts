import * as vscode from 'vscode';
import type { LabBody } from '../../protocol/labs';
import type { Labs, OpenedLab } from './opened';
import type { Progress } from './progress';

/** A row: a lab, or a step of one that is open. */
interface Row {
  readonly lab: LabBody;
  readonly opened?: OpenedLab | undefined;
  readonly step?: number;
}

/** The labs, and how far one has come in each. */
export class LabTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly labs: Labs,
    private readonly progress: Progress,
  ) {
    this.subscriptions = [
      vscode.window.createTreeView('trapframe.labs', { treeDataProvider: this }),
      labs.onDidChange(() => this.changed.fire()),
      progress.onDidChange(() => this.changed.fire()),
      this.changed,
    ];
  }

  dispose(): void {
    for (const one of this.subscriptions) one.dispose();
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row) return row.opened ? row.lab.steps.map((_, step) => ({ ...row, step })) : [];
    const [all, opened] = await Promise.all([this.labs.all(), this.labs.opened()]);
    return all.map(({ folder, lab }) => ({
      lab,
      opened: opened.find((one) => one.folder.toString() === folder.toString()),
    }));
  }

  getTreeItem({ lab, opened, step }: Row): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    if (step !== undefined && opened) {
      const item = new vscode.TreeItem(lab.steps[step].title, None);
      const isDone = this.progress.isDone(opened, step);
      item.id = `${lab.name} ${step}`;
      item.iconPath = new vscode.ThemeIcon(isDone ? 'pass-filled' : 'circle-large-outline');
      item.accessibilityInformation = { label: `${lab.steps[step].title}${isDone ? ', done' : ''}` };
      item.command = {
        title: 'Show the Step',
        command: 'trapframe.showLabStep',
        arguments: [opened.workspace.toString(), step],
      };
      return item;
    }
    const item = new vscode.TreeItem(lab.title, opened ? Collapsed : None);
    item.id = lab.name;
    const passed = opened
      ? lab.checks.filter(({ id }) => this.progress.of(opened).checks[id]?.passed === true).length
      : 0;
    item.description = [
      ...(opened ? [`${passed} of ${lab.checks.length} checks`] : []),
      ...(lab.minutes === undefined || opened ? [] : [`${lab.minutes} min`]),
      ...(lab.needs.includes('c-compiler') ? ['C'] : []),
    ].join(' · ');
    item.tooltip = [
      lab.title,
      ...lab.goals,
      ...(lab.needs.includes('c-compiler') ? ['Needs a C compiler.'] : []),
    ].join('\n');
    item.iconPath = new vscode.ThemeIcon(
      opened && passed === lab.checks.length ? 'pass-filled' : opened ? 'book' : 'mortar-board',
    );
    item.command = { title: 'Open the Lab', command: 'trapframe.openLab', arguments: [lab.name] };
    return item;
  }
}
