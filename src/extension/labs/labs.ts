import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import { selector } from '../language/client';
import type { Sessions } from '../sessions/sessions';
import { LabChecks } from './checks';
import { Glossary, glossaryHover } from './glossary';
import { Instructions } from './instructions';
import { LabLinks } from './links';
import { OpenLab } from './open';
import { Labs } from './opened';
import { OneSession } from './one-session';
import { Progress } from './progress';
import { LabService } from './service';
import type { LabThread } from './thread';
import { LabTree } from './tree';

/** Labs in the editor: the view, the instructions, the checks, the glossary. */
export function createLabs(
  context: vscode.ExtensionContext,
  sessions: Sessions,
  open: () => LabThread,
): vscode.Disposable[] {
  const service = new LabService(open);
  const labs = new Labs(context.extensionUri, service);
  const progress = new Progress(context.globalState);
  const storage = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'recordings');
  const session = new OneSession();
  const checks = new LabChecks(service, labs, progress, sessions, storage, session);
  const glossary = new Glossary(context.extensionUri);
  const links = new LabLinks(service, sessions, checks, glossary, session);
  const instructions = new Instructions(context.extensionUri, service, labs, progress, links);
  const opening = new OpenLab(labs, instructions, context.globalState);
  const showStep = async (workspace: unknown, step: unknown): Promise<void> => {
    const opened = await labs.openedAt(vscode.Uri.parse(String(workspace)));
    if (opened) await instructions.show(opened, Number(step));
  };
  /** Of the lab that is open, or the only one. */
  const follow = async (href: unknown): Promise<void> => {
    const [opened] = await labs.opened();
    if (!opened) return void vscode.window.showErrorMessage('No lab is open in this workspace');
    await links
      .follow(opened, String(href))
      .catch((error: unknown) => void vscode.window.showErrorMessage(messageOf(error)));
  };
  return [
    service,
    labs,
    progress,
    session,
    checks,
    instructions,
    new LabTree(labs, progress),
    vscode.languages.registerHoverProvider(selector, glossaryHover),
    vscode.commands.registerCommand('trapframe.openLab', opening.run),
    vscode.commands.registerCommand('trapframe.showLabStep', showStep),
    vscode.commands.registerCommand('trapframe.followLabLink', follow),
    vscode.commands.registerCommand('trapframe.reloadLab', () => instructions.reload()),
    vscode.commands.registerCommand('trapframe.glossary', glossary.ask),
  ];
}
