import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findFiles } from '../../../src/extension/find-files';
import { Driver, eventually, sessionTest } from './driver';

const NAME = '03-mode-bit-and-traps';

const tabs = (): readonly vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
const isInstructions = ({ input }: vscode.Tab): boolean =>
  input instanceof vscode.TabInputWebview && input.viewType.includes('trapframeLab');

const marks = (): Promise<vscode.Uri[]> =>
  findFiles(`**/${NAME}*/.trapframe-lab.json`, /^\.trapframe-lab\.json$/, '', 100);

/** The folder of the lab that was opened in this workspace. */
async function opened(): Promise<vscode.Uri> {
  const [mark] = await marks();
  assert.ok(mark, 'the lab was copied into the workspace');
  return vscode.Uri.joinPath(mark, '..');
}

sessionTest(
  'a lab is opened, its links do what they say, and a check is debugged where it fails',
  async () => {
    await vscode.commands.executeCommand('trapframe.openLab', NAME);
    await eventually('the instructions', () => tabs().some(isInstructions));
    const folder = await opened();
    const name = 'ask.s';
    const source = vscode.Uri.joinPath(folder, name);

    await vscode.commands.executeCommand('trapframe.followLabLink', `break:${name}#main`);
    const set = vscode.debug.breakpoints.filter(
      (one) => one instanceof vscode.SourceBreakpoint && one.location.uri.path.endsWith(`${NAME}/${name}`),
    );
    assert.equal(set.length, 1);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, source.path);

    const driver = await Driver.start(() =>
      vscode.commands.executeCommand('trapframe.followLabLink', 'start:'),
    );
    const { cpus } = await driver.request('trapframe/machine');
    assert.equal(cpus[0]?.mode, 'user');
    await vscode.commands.executeCommand('trapframe.followLabLink', 'seek:1000');
    await eventually('the instant', () =>
      driver.messages.some(({ body }) => (body as { reason?: string })?.reason === 'goto'),
    );
    // Another run takes the place of this one.
    const other = await Driver.start(() =>
      vscode.commands.executeCommand('trapframe.followLabLink', 'start:hello'),
    );
    await eventually('the end of the one before', () => driver.hasEnded);
    await other.end();
    vscode.debug.removeBreakpoints(set);

    // What students begin with fails: debugging the checks leads to where.
    const failing = await Driver.start(() => vscode.commands.executeCommand('testing.debugAll'));
    assert.match(failing.session.name, /^Check /);
    await failing.end();

    // Opened again, it is not copied again.
    await vscode.commands.executeCommand('trapframe.openLab', NAME);
    assert.equal((await marks()).length, 1);
    await vscode.workspace.fs.delete(folder, { recursive: true });
  },
);
