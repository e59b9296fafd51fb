import * as vscode from 'vscode';
import { DEBUG_TYPE, type Sessions } from '../sessions/sessions';
import type { LabChecks } from './checks';
import type { Glossary } from './glossary';
import type { OpenedLab } from './opened';
import type { OneSession } from './one-session';
import { lineOf } from './place';
import type { LabService } from './service';
import { pathOf } from '../place';

/** Views that a text may show, by the names that texts have for them. */
const VIEWS: Readonly<Record<string, string>> = {
  timeline: 'trapframe.timelineAndProtocol',
  events: 'trapframe.events',
  physicalMemory: 'trapframe.physicalMemory',
  cpu: 'trapframe.cpu',
  trapCard: 'trapframe.trapCard',
  addressSpace: 'trapframe.addressSpace',
  trapTable: 'trapframe.trapTable',
  processes: 'trapframe.processList',
};

/** Does what the links in the instructions of a lab say. */
export class LabLinks {
  constructor(
    private readonly service: LabService,
    private readonly sessions: Sessions,
    private readonly checks: LabChecks,
    private readonly glossary: Glossary,
    private readonly session: OneSession,
  ) {}

  private readonly schemes: Readonly<Record<string, (lab: OpenedLab, rest: string) => Promise<unknown>>> = {
    open: async (lab, rest) => {
      const { uri, line } = await this.place(lab, rest);
      const position = new vscode.Position(line ?? 0, 0);
      await vscode.window.showTextDocument(uri, {
        viewColumn: vscode.ViewColumn.One,
        preview: false,
        ...(line === undefined ? {} : { selection: new vscode.Range(position, position) }),
      });
    },
    break: async (lab, rest) => {
      const { uri, line } = await this.place(lab, rest);
      const location = new vscode.Location(uri, new vscode.Position(line ?? 0, 0));
      const isThere = vscode.debug.breakpoints.some(
        (one) =>
          one instanceof vscode.SourceBreakpoint &&
          one.location.uri.toString() === uri.toString() &&
          one.location.range.start.line === location.range.start.line,
      );
      if (!isThere) vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
      await this.schemes['open'](lab, rest);
    },
    start: ({ folder, workspace, lab }, run) => this.start(folder, workspace, run || lab.runs[0], lab.title),
    seek: (_, rest) => this.seek(rest),
    view: async (_, name) => {
      if (!Object.hasOwn(VIEWS, name)) throw new Error(`there is no view "${name}"`);
      await vscode.commands.executeCommand(`${VIEWS[name]}.focus`);
    },
    check: (lab, ids) => this.checks.run(lab, ids === '' ? undefined : ids.split(',')),
    term: (_, term) => this.glossary.show(term),
  };

  /** @throws Error in words */
  async follow(lab: OpenedLab, href: string): Promise<void> {
    const [, scheme, rest] = /^([a-z]+):(.*)$/.exec(href) ?? [];
    if (scheme !== undefined && Object.hasOwn(this.schemes, scheme)) {
      await this.schemes[scheme](lab, decodeURIComponent(rest));
      return;
    }
    if (/^https?:/.test(href)) await vscode.env.openExternal(vscode.Uri.parse(href));
    else throw new Error(`this link leads nowhere: ${href}`);
  }

  private async place(
    { workspace }: OpenedLab,
    rest: string,
  ): Promise<{ uri: vscode.Uri; line: number | undefined }> {
    const [file, anchor] = rest.split('#');
    if (/(^|\/)\.\.(\/|$)/.test(file)) throw new Error(`${file} is not in the lab`);
    const uri = vscode.Uri.joinPath(workspace, file);
    if (anchor === undefined) return { uri, line: undefined };
    const document = await vscode.workspace.openTextDocument(uri);
    const line = lineOf(document.getText(), anchor);
    if (line === undefined) throw new Error(`${file} has no ${anchor} any more`);
    return { uri, line };
  }

  private async start(folder: vscode.Uri, workspace: vscode.Uri, run: string, title: string): Promise<void> {
    const { configuration } = await this.service.ask('launch', {
      folder: pathOf(folder),
      workspace: pathOf(workspace),
      run,
    });
    await this.session.start(vscode.workspace.getWorkspaceFolder(workspace), {
      ...configuration,
      type: DEBUG_TYPE,
      request: 'launch',
      name: `${title}: ${run}`,
    });
  }

  /** To an instant, or to the first event with an expression. */
  private async seek(rest: string): Promise<void> {
    const session = this.sessions.current;
    if (!session) throw new Error('nothing is running: start the lab first');
    if (/^\d+$/.test(rest)) {
      await session.request('trapframe/seek', { instruction: Number(rest) });
      return;
    }
    const { events } = await session.request('trapframe/events', { where: rest, limit: 1 });
    const [first] = events ?? [];
    if (first === undefined)
      throw new Error(`that has not happened yet in this run: ${rest}. Continue, and try again.`);
    await session.request('trapframe/seek', { instruction: first.at });
  }
}
