import * as vscode from 'vscode';
import type { Message } from '../adapter/messages';
import { DEBUG_TYPE } from '../sessions/sessions';

const DOWNLOAD = 'https://ziglang.org/download/';
const GET = 'Get Zig';
/** Said once in a window: whoever closes the message knows. */
let isSaid = false;

/** Tells the user that there is no C compiler, with a button that leads to one. */
export function offerCompiler(message: string): void {
  if (isSaid) return;
  isSaid = true;
  void vscode.window.showWarningMessage(`Trapframe: ${message}`, GET).then((chosen) => {
    if (chosen === GET) void vscode.env.openExternal(vscode.Uri.parse(DOWNLOAD));
  });
}

/** How the message begins with which the adapter and the server say so. */
export const NO_COMPILER = 'no C compiler for RISC-V is found';

/** Offers a compiler when a launch failed for the want of one. */
export const offerAtLaunch = (): vscode.Disposable =>
  vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: (message: Message) => {
        if (message.type !== 'response' || message.success || message.command !== 'launch') return;
        if (message.message?.includes(NO_COMPILER)) offerCompiler(message.message);
      },
    }),
  });
