// A page of ours that gets stuck while it loads, as happens in code-server, is loaded anew, and comes up without anybody's help.
import { after, before, describe, it } from 'node:test';
import { firstLab } from '../host/first-lab';
import { webview } from '../host/webview';
import type { Workbench } from '../host/workbench';
import { debugging } from './debugging';

describe('a page that gets stuck', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await debugging(firstLab(), 'hello.s');
  });
  after(() => workbench.close());

  it('comes up all the same, where it stands alone too, and the focus stays where it is', async () => {
    const { page } = workbench;
    let stuck = 0;
    await page.route('**/webview/browser/pre/index.html*', (route) =>
      stuck++ === 0
        ? route.fulfill({ contentType: 'text/html', body: '<p>Nothing comes of this.</p>' })
        : route.continue(),
    );
    await workbench.command('Trapframe: Focus on Timeline and Protocol View');
    await page
      .frameLocator('iframe.webview')
      .getByText('Nothing comes of this.')
      .waitFor({ state: 'attached' });
    await page.locator('.editor-instance .view-line').first().click();
    const timeline = await webview(workbench, 'Timeline and Protocol');
    await timeline.locator('[data-lane="cpu 0"]').first().waitFor();
    await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  });
});
