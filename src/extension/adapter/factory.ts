import * as vscode from 'vscode';
import type { Connection, Consoles } from '../console/consoles';
import type { Channel } from './channel';
import { quietFailedBuild } from './quietFailedBuild';
import { WorkerAdapter } from './workerAdapter';

/** Starts the adapter of a session: one worker each, so that two sessions are two machines. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  constructor(
    private readonly open: () => Channel,
    private readonly consoles: Consoles,
  ) {}

  createDebugAdapterDescriptor(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const toTerminal = session.configuration['console'] !== 'internalConsole';
    const connection = toTerminal ? this.consoles.connect(session) : undefined;
    return new vscode.DebugAdapterInlineImplementation(new SessionAdapter(this.open(), connection));
  }
}

/** Gives the terminal back when the workbench lets go of the adapter. */
class SessionAdapter extends WorkerAdapter {
  constructor(
    channel: Channel,
    private readonly connection: Connection | undefined,
  ) {
    super(channel, [quietFailedBuild(), ...(connection ? [connection.filter] : [])]);
    connection?.attach((input) => this.ask('trapframe/consoleInput', input));
  }

  override dispose(): void {
    super.dispose();
    this.connection?.release();
  }
}
