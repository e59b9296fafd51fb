import * as vscode from 'vscode';
import type { CustomRequest } from '../../../src/protocol/requests';
import { Driver, eventually, sessionTest } from './driver';
import { example, show } from './programs';

/** Each time the page is loaded anew: how often its script asks is how often it came up. */
const TIMES = 20;

sessionTest('timeline and protocol come up each time that one turns to them', async () => {
  await show(await example('hello.s'));
  const driver = await Driver.start(() => vscode.commands.executeCommand('workbench.action.debug.start'));
  const answers = (command: CustomRequest): number =>
    driver.messages.filter(
      (message) => message.type === 'response' && message.command === command && message.success,
    ).length;
  for (let times = 0; times < TIMES; times++) {
    const [timeline, protocol] = [answers('trapframe/timeline'), answers('trapframe/protocol')];
    await vscode.commands.executeCommand('trapframe.timelineAndProtocol.focus');
    await eventually(
      `the page, the ${times + 1}th time`,
      () => answers('trapframe/timeline') > timeline && answers('trapframe/protocol') > protocol,
    );
    const other = times % 2 === 0 ? 'workbench.action.terminal.focus' : 'trapframe.physicalMemory.focus';
    await vscode.commands.executeCommand(other);
  }
  await driver.end();
});

sessionTest('the table of what happened comes up, and asks', async () => {
  await show(await example('hello.s'));
  const driver = await Driver.start(() => vscode.commands.executeCommand('workbench.action.debug.start'));
  await vscode.commands.executeCommand('trapframe.events.focus');
  await eventually('an answer', () =>
    driver.messages.some(
      (message) =>
        message.type === 'response' && message.command === 'trapframe/events' && message.success === true,
    ),
  );
  await driver.end();
});
