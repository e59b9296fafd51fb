import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { Channel } from './adapter/channel';
import type { LabThread } from './labs/thread';

/** What the place that the extension runs in provides. */
export interface Platform {
  /** Starts an adapter with a machine of its own. */
  openAdapter(): Channel;
  /** Starts what reads labs and runs their checks. */
  openLabs(): LabThread;
  makeLanguageClient(id: string, name: string, options: LanguageClientOptions): BaseLanguageClient;
  /** The window has to do with us. */
  isSeen(): void;
}
