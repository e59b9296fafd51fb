import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import { complete } from '../configuration/complete';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import type { FirstLab } from './first-lab';
import type { Programs } from './programs';
import { pathOf } from '../place';

/** How long a session may take to its first stop, in ms. */
const PATIENCE = 60_000;

/**
 * What the buttons of the walkthrough do. Each works from nothing: a session is started where there is none, and led to where the
 * step is about something.
 */
export class Tour {
  constructor(
    private readonly sessions: Sessions,
    private readonly programs: Programs,
    private readonly lab: FirstLab,
  ) {}

  /** The steps, by the argument of the command. */
  private readonly steps: Readonly<Record<string, () => Promise<unknown>>> = {
    start: () => this.stopped(),
    kernel: () => this.inKernel(),
    trap: async () => {
      await this.inKernel();
      return focus('trapframe.trapCard');
    },
    timeline: async () => {
      await this.inKernel();
      return focus('trapframe.timelineAndProtocol');
    },
    walk: async () => {
      await this.stopped();
      return vscode.commands.executeCommand('trapframe.walkPage');
    },
    back: async () => {
      await this.inKernel();
      return vscode.commands.executeCommand('trapframe.backToUser');
    },
    speed: async () => {
      await this.stopped();
      return vscode.commands.executeCommand('trapframe.setSpeed');
    },
  };

  readonly go = async (step: unknown): Promise<void> => {
    try {
      await this.steps[String(step)]?.();
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  };

  /** A session that has stopped. */
  private async stopped(): Promise<Session> {
    if (!this.sessions.current) await this.begin();
    else if (this.sessions.current.activity === 'running') {
      await vscode.commands.executeCommand('workbench.action.debug.pause');
    }
    return this.until(({ activity, picture }) => activity === 'stopped' && picture !== undefined);
  }

  /** One that has stopped in the kernel. */
  private async inKernel(): Promise<void> {
    const session = await this.stopped();
    if (modeOf(session) === 'kernel') return;
    await session.request('trapframe/runTo', { destination: 'kernel' });
    await this.until((now) => now.activity === 'stopped' && modeOf(now) === 'kernel');
  }

  /** The program that F5 would mean, if there is one; else that of the first lab, where it lies in the package. */
  private async begin(): Promise<void> {
    const known = (await this.programs.again()) ?? this.programs.active();
    const completed = complete(known ?? { program: pathOf(this.lab.program), ...FIXED }, undefined);
    if ('refusal' in completed) throw new Error(completed.refusal);
    const folder = vscode.workspace.workspaceFolders?.[0];
    if (!(await vscode.debug.startDebugging(folder, completed.configuration)))
      throw new Error('nothing was started');
  }

  private until(isSo: (session: Session) => boolean): Promise<Session> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const session = this.sessions.current;
        if (!session || !isSo(session)) return;
        done();
        resolve(session);
      };
      const subscription = this.sessions.onDidChangeShown(look);
      const late = setTimeout(() => {
        done();
        reject(new Error('the machine has not come there'));
      }, PATIENCE);
      const done = (): void => {
        subscription.dispose();
        clearTimeout(late);
      };
      look();
    });
  }
}

const FIXED = { type: 'trapframe', request: 'launch', name: 'First light' };

const modeOf = ({ picture }: Session): string | undefined => picture?.machine.cpus[0]?.mode;

const focus = (view: string): Thenable<unknown> => vscode.commands.executeCommand(`${view}.focus`);
