import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inRoot } from '../../../scripts/root';
import { Workbench } from '../host/workbench';

describe('a window with the extension', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      folder: inRoot('labs', '00-first-light', 'starter'),
      extension: inRoot(),
    });
  });
  after(() => workbench.close());

  it('knows an assembly file', async () => {
    await workbench.openFile('hello.s');
    assert.match(await workbench.statusBar(), /RISC-V Assembly/);
  });

  it('has the processes among the views of the debugger', async () => {
    await workbench.command('View: Show Run and Debug');
    assert.match(await workbench.accessible(await workbench.pane('Processes')), /Debug with Trapframe/);
  });
});
