import * as vscode from 'vscode';
import type { AddressSpaceView, FromSideView } from '../../protocol/side-views';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import type { Node } from '../trees/node';
import { choosePid } from '../trees/process-commands';
import { threadLookedAt } from '../trees/tree';
import type { Side } from './side-view';
import { spacesOf, type Choice } from './spaces';

/** An address as a process means it. */
interface Page {
  readonly pid: number;
  readonly address: string;
}

/** The Address Space view: of the process that is looked at, or of one that was chosen, alone or beside another. */
export class AddressSpaceSide implements Side<'addressSpace'> {
  readonly id = 'trapframe.addressSpace';
  readonly title = 'Address Space';
  readonly empty = { spaces: [], isPinned: false, walks: [] };
  private choice: Choice = { walks: [] };
  /** Pids mean something in one session only. */
  private chosenIn: string | undefined;
  private shownPage: string | undefined;

  constructor(private readonly sessions: Sessions) {}

  /** The view is to be drawn anew. */
  onChange: () => void = () => undefined;

  load(session: Session, threadId: number | undefined): Promise<AddressSpaceView> {
    if (session.id !== this.chosenIn) this.choice = { walks: this.choice.walks };
    this.chosenIn = session.id;
    if (!session.isSeen) return Promise.resolve({ ...this.empty, message: 'The machine runs.' });
    return spacesOf(session, threadId, this.choice);
  }

  received(message: FromSideView): Promise<void> | void {
    if (message.type === 'walk') {
      if (message.address === undefined) return this.commands['trapframe.walkPage']();
      return this.walk(message.address);
    }
    if (message.type === 'forgetWalk') return this.forget(message.text);
    if (message.type === 'showMap')
      return void vscode.commands.executeCommand('trapframe.physicalMemory.focus');
  }

  /** What the menus of the view and of processes do here. */
  readonly commands = {
    'trapframe.showPageTable': async (row?: Node) => {
      const pid = row?.pid ?? (await choosePid(this.sessions, 'Whose address space?'));
      if (pid === undefined) return;
      this.choose({ pinned: pid });
      await vscode.commands.executeCommand('trapframe.addressSpace.focus');
    },
    /** Asks for an address, unless it is given a page. */
    'trapframe.walkPage': async (page?: Page) => {
      if (page?.address !== undefined) return this.showPage(page);
      const text = await vscode.window.showInputBox({
        title: 'Page walk',
        prompt: 'An address, or an expression for one, as the process in the view means it',
        placeHolder: '0x2000, sp - 16, message, 0x80000000',
      });
      if (text === undefined || text.trim() === '') return;
      this.walk(text.trim());
      await vscode.commands.executeCommand('trapframe.addressSpace.focus');
    },
    'trapframe.compareAddressSpaces': async (row?: Node) => {
      const pid = row?.pid ?? (await choosePid(this.sessions, 'Which process beside it?'));
      if (pid === undefined) return;
      this.choose({ beside: pid });
      await vscode.commands.executeCommand('trapframe.addressSpace.focus');
    },
    'trapframe.followFrame': () => {
      this.choose({ pinned: undefined, beside: undefined });
      return Promise.resolve();
    },
  };

  private walk(text: string): void {
    const { walks } = this.choice;
    this.choose({ walks: [text, ...walks.filter((one) => one !== text)] });
  }

  private forget(text: string): void {
    this.choose({ walks: this.choice.walks.filter((one) => one !== text) });
  }

  /** The walk to the page that was last chosen in the map gives way to that to the next one. */
  private async showPage({ pid, address }: Page): Promise<void> {
    const walks = this.choice.walks.filter((one) => one !== this.shownPage && one !== address);
    this.shownPage = address;
    const { beside } = this.choice;
    const isLookedAt = pid === threadLookedAt();
    this.choose({
      walks: [address, ...walks],
      pinned: isLookedAt ? undefined : pid,
      beside: beside === pid ? undefined : beside,
    });
    await vscode.commands.executeCommand('trapframe.addressSpace.focus', { preserveFocus: true });
  }

  private choose(change: Partial<Choice>): void {
    const next = { ...this.choice, ...change };
    this.choice = next;
    this.chosenIn = this.sessions.current?.id ?? this.chosenIn;
    const isChosen = next.pinned !== undefined || next.beside !== undefined;
    void vscode.commands.executeCommand('setContext', 'trapframe:spaceChosen', isChosen);
    this.onChange();
  }
}
