import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Driver, eventually, sessionTest } from './driver';
import { example, loop } from './programs';

const consoles = (): string[] =>
  vscode.window.terminals.map(({ name }) => name).filter((name) => name.startsWith('Trapframe'));

sessionTest(
  'one terminal is the console of one session after another; two at once have one each',
  async () => {
    // Those that other tests have left.
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await eventually('no terminal', () => consoles().length === 0);
    const [one, other] = [await loop('one.s'), await loop('other.s')];
    const first = await Driver.start(Driver.launch({ program: one, name: 'One' }));
    assert.deepEqual(consoles(), ['Trapframe']);
    const second = await Driver.begin(Driver.launch({ program: other, name: 'Other' }));
    await second.stoppedAnywhere();
    assert.deepEqual(consoles(), ['Trapframe', 'Trapframe: Other']);
    await second.end();
    await first.end();
    const third = await Driver.start(Driver.launch({ program: one, name: 'Third' }));
    assert.equal(consoles().length, 2);
    await third.end();
  },
);

sessionTest('the console does not push away a view of ours that is in sight', async () => {
  const program = await example('hello.s');
  await vscode.commands.executeCommand('trapframe.timelineAndProtocol.focus');
  const driver = await Driver.start(Driver.launch({ program }));
  // The page is alive: what happens is asked for without anybody turning to it.
  await eventually('a question of the page', () =>
    driver.messages.some(({ command, success }) => command === 'trapframe/protocol' && success),
  );
  await driver.end();
});
