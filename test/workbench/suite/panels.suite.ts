import * as vscode from 'vscode';
import type { CustomRequest } from '../../../src/protocol/requests';
import { Driver, eventually, sessionTest } from './driver';
import { example, show } from './programs';

sessionTest('timeline and protocol load their pages, whose scripts ask the adapter', async () => {
  await show(await example('hello.s'));
  const driver = await Driver.start(() => vscode.commands.executeCommand('workbench.action.debug.start'));
  const asked = (command: CustomRequest): boolean =>
    driver.messages.some(
      (message) => message.type === 'response' && message.command === command && message.success,
    );
  for (const view of ['timeline', 'protocol'] as const) {
    await vscode.commands.executeCommand(`trapframe.${view}.focus`);
    await eventually(`a question of the ${view}`, () => asked(`trapframe/${view}`));
  }
  await driver.end();
});
