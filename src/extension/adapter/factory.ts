import * as vscode from 'vscode';
import type { Connection, Consoles } from '../console/consoles';
import type { Sessions } from '../sessions/sessions';
import type { Channel } from './channel';
import { quietFailedBuild } from './quiet-failed-build';
import { WorkerAdapter, type Observer } from './worker-adapter';

/** Starts the adapter of a session: one worker each, so that two sessions are two machines. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  constructor(
    private readonly open: () => Channel,
    private readonly consoles: Consoles,
    private readonly sessions: Sessions,
  ) {}

  createDebugAdapterDescriptor(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const { finished } = this.sessions;
    const toTerminal = session.configuration['console'] !== 'internalConsole';
    const connection = toTerminal ? this.consoles.connect(session) : undefined;
    const adapter = new SessionAdapter(this.open(), connection, this.sessions.began(session), () =>
      finished.release(session.id),
    );
    finished.began(session.id, adapter);
    return new vscode.DebugAdapterInlineImplementation(adapter);
  }
}

/** When the workbench lets go of the adapter, it gives the terminal back, and may be kept for the views. */
class SessionAdapter extends WorkerAdapter {
  constructor(
    channel: Channel,
    private readonly connection: Connection | undefined,
    observer: Observer,
    private readonly onRelease: () => void,
  ) {
    super(channel, [quietFailedBuild(), ...(connection ? [connection.filter] : [])], observer);
    connection?.attach((input) => this.ask('trapframe/consoleInput', input));
  }

  override dispose(): void {
    this.mute();
    this.connection?.release();
    this.onRelease();
  }
}
