import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { inRoot } from '../../../scripts/root';
import { findHost } from './find-host';
import { openWindow, type OpenWindow, type WindowOptions } from './open-window';

/** A VS Code window as a person uses it: keys, clicks, and what can be read on the screen. Times are in milliseconds. */
export class Workbench {
  private constructor(private readonly window: OpenWindow) {}

  /** @throws NoHost when there is no VS Code on this machine. */
  static async open(options: WindowOptions): Promise<Workbench> {
    return new Workbench(await openWindow(await findHost(), options));
  }

  get page(): Page {
    return this.window.page;
  }

  close(): Promise<void> {
    return this.window.close();
  }

  /** Opens a file of the workspace by its name, through Quick Open. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.pick(name, path.basename(name));
    await this.page
      .locator(`.tab.active[data-resource-name="${path.basename(name)}"]`)
      .waitFor({ timeout: 15_000 });
    await this.page.locator('.editor-instance .view-lines .view-line').first().waitFor({ timeout: 15_000 });
  }

  /** Runs a command by its title in the palette, which proves that it is contributed and enabled. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.pick(`>${title}`, title);
  }

  private async pick(text: string, row: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input.input').first();
    await input.waitFor({ state: 'visible', timeout: 10_000 });
    await input.fill(text);
    const found = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: row }).first();
    await found.waitFor({ timeout: 20_000 });
    await found.click();
  }

  /** Sets a breakpoint by a click into the margin of a line that is on screen. */
  async setBreakpoint(line: number): Promise<void> {
    const editor = this.page.locator('.editor-instance').first();
    const glyphs = editor.locator('.codicon-debug-breakpoint');
    const before = await glyphs.count();
    const number = editor
      .locator('.margin-view-overlays .line-numbers')
      .filter({ hasText: new RegExp(`^${line}$`) });
    const numberBox = await number.first().boundingBox();
    const marginBox = await editor.locator('.margin').first().boundingBox();
    if (numberBox === null || marginBox === null) throw new Error(`line ${line} is not on screen`);
    await this.page.mouse.click(marginBox.x + 8, numberBox.y + numberBox.height / 2);
    await glyphs.nth(before).waitFor({ timeout: 8000 });
  }

  /** The rows of the call stack that are frames. */
  get frames(): Locator {
    return this.page.locator('.debug-call-stack .monaco-list-row .stack-frame');
  }

  /** Waits until a frame is focused: only then do step commands reach the session. */
  async waitStopped(timeout = 30_000): Promise<void> {
    await this.frames.first().waitFor({ timeout });
    await this.page
      .locator('.debug-focused-stack-frame-glyph, .codicon-debug-stackframe')
      .first()
      .waitFor({ timeout });
  }

  /** Waits until the debug toolbar has gone. */
  async waitEnded(timeout = 15_000): Promise<void> {
    await this.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout });
  }

  /** A pane of the side bar by the words in its header, such as "Processes"; unfolds it. */
  async pane(title: string): Promise<Locator> {
    const pane = this.page.locator('.split-view-view .pane').filter({
      has: this.page.locator('.pane-header').filter({ hasText: new RegExp(title, 'i') }),
    });
    const header = pane.locator('.pane-header').first();
    await header.waitFor({ timeout: 15_000 });
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    return pane;
  }

  /** Unfolds a row of a tree, such as a scope of the Variables pane that came up folded. */
  async unfold(pane: Locator, row: string): Promise<void> {
    const found = pane.locator('.monaco-list-row').filter({ hasText: row }).first();
    await found.waitFor({ timeout: 15_000 });
    if ((await found.getAttribute('aria-expanded')) === 'false') {
      await found.locator('.monaco-tl-twistie').click();
    }
  }

  /** Ticks or unticks an exception filter in the Breakpoints pane. */
  async tickTrap(label: string, on = true): Promise<void> {
    const pane = await this.pane('Breakpoints');
    const box = pane
      .locator('.monaco-list-row')
      .filter({ hasText: label })
      .locator('input[type=checkbox]')
      .first();
    await box.waitFor({ timeout: 15_000 });
    await box.setChecked(on);
  }

  /** What a screen reader would be told of a part of the window, as indented text. */
  accessible(part: Locator): Promise<string> {
    return part.ariaSnapshot();
  }

  /** The texts of the status bar's items, those for screen readers included. */
  async statusBar(): Promise<string> {
    return this.page.locator('.part.statusbar').ariaSnapshot();
  }

  /**
   * Saves a picture of the window, with the pointer out of the way: in dist/test/pictures, or where the pictures of
   * the README are when they are to be renewed (npm test -- --suite screen --pictures).
   */
  async picture(name: string): Promise<void> {
    const folder = process.env['TRAPFRAME_PICTURES'] ?? inRoot('dist', 'test', 'pictures');
    await this.page.mouse.move(1, 1);
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
  }
}
