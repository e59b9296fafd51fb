import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { axeFindings } from '../../webview/axe';
import { PATIENCE_MS } from './open-window';
import type { Workbench } from './workbench';

/** What axe has against a page: nothing, in every theme. */
export async function withoutFindings(workbench: Workbench, frame: Frame): Promise<void> {
  for (const theme of ['light', 'high-contrast', 'dark'] as const) {
    await workbench.turn(theme);
    // The page is told later than the workbench, and axe must not look at colours of both.
    await frame.locator(`body.vscode-${theme}`).waitFor();
    assert.deepEqual(await axeFindings(frame), [], theme);
  }
}

/** The page inside a webview that is on screen. */
export async function webview(workbench: Workbench, title: string): Promise<Frame> {
  for (const started = Date.now(); Date.now() - started < PATIENCE_MS;) {
    for (const frame of workbench.page.frames()) {
      if ((await frame.title().catch(() => '')) === title) return frame;
    }
    await workbench.page.waitForTimeout(100);
  }
  throw new Error(`no webview ${title}`);
}
