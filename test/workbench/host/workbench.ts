import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame as WebviewFrame, Locator, Page } from 'playwright-core';
import { inRoot } from '../../../scripts/root';
import { findHost } from './find-host';
import { movingPicture, type Frame } from './moving-picture';
import { openWindow, type OpenWindow, PATIENCE_MS, type WindowOptions } from './open-window';

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
    await this.enter('ControlOrMeta+P', name, path.basename(name));
    await this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor();
    await this.page.locator('.editor-instance .view-lines .view-line').first().waitFor();
  }

  /** Runs a command by its title in the palette, which proves that it is contributed and enabled. */
  async command(title: string): Promise<void> {
    await this.enter('F1', `>${title}`, title);
  }

  /** Runs a command that asks for something, and takes a row of what it offers. */
  async choose(title: string, row: string): Promise<void> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    for (let tries = 1; ; tries++) {
      await this.command(title);
      try {
        return await rows.filter({ hasText: row }).first().click({ timeout: 8000 });
      } catch (error) {
        // As above: what was offered went away again.
        if (tries === 4) throw error;
        if (await this.quickInput.isVisible()) await this.page.keyboard.press('Escape');
      }
    }
  }

  /**
   * Opens Quick Input by a key, types a text, and takes a row. The workbench closes it when the focus goes elsewhere, as at the end of a
   * session: then the whole gesture is made again.
   */
  private async enter(key: string, text: string, row: string): Promise<void> {
    const { page } = this;
    const input = this.quickInput;
    for (let tries = 1; ; tries++) {
      try {
        // What was entered there last may not have left the screen yet.
        await input.waitFor({ state: 'hidden', timeout: 10_000 });
        await page.keyboard.press(key);
        // A key that comes while what had the focus is being taken away is lost.
        await input.waitFor({ state: 'visible', timeout: tries < 3 ? 5000 : 15_000 });
        return await this.pick(text, row);
      } catch (error) {
        if (tries === 6) {
          // What was in the way can be seen.
          await page.screenshot({ path: path.join(DRAFTS, 'no-quick-input.png') });
          throw error;
        }
        if (await input.isVisible()) await page.keyboard.press('Escape');
      }
    }
  }

  private get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input.input').first();
  }

  /** Types a text into Quick Input, which is open, and takes a row. */
  private async pick(text: string, row: string): Promise<void> {
    const input = this.quickInput;
    const found = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: row }).first();
    // A text that comes while the list is still being made is lost at times: it is entered again.
    for (let tries = 0; tries < 3 && !(await found.isVisible()); tries++) {
      await input.fill('', { timeout: 5000 });
      await input.fill(text, { timeout: 5000 });
      await found.waitFor({ timeout: 8000 }).catch(() => undefined);
    }
    await found.click({ timeout: 8000 });
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
    await glyphs.nth(before).waitFor();
  }

  /** Takes an entry of the context menu of something. */
  async chooseInMenu(what: Locator, entry: string): Promise<void> {
    await what.click({ button: 'right' });
    const item = this.page.getByRole('menuitem', { name: entry });
    await item.waitFor();
    // A menu takes no click in its first tenth of a second, lest the one that opened it choose something.
    for (let tries = 1; ; tries++) {
      await item.click();
      const isGone = await item.waitFor({ state: 'hidden', timeout: 2000 }).then(
        () => true,
        () => false,
      );
      if (isGone) return;
      if (tries === 4) throw new Error(`the menu does not take a click on ${entry}`);
    }
  }

  /** The rows of the call stack that are frames. */
  get frames(): Locator {
    return this.page.locator('.debug-call-stack .monaco-list-row .stack-frame');
  }

  /** Waits until a frame is focused: only then do step commands reach the session. */
  async waitStopped(): Promise<void> {
    await this.frames.first().waitFor();
    await this.page.locator('.debug-focused-stack-frame-glyph, .codicon-debug-stackframe').first().waitFor();
  }

  /** Presses F5, again if that was lost because the workbench had not yet done with the session before, until a session begins. */
  async start(): Promise<void> {
    const status = this.status;
    await this.endWhatIsLeft();
    for (let tries = 0; tries < 4; tries++) {
      await this.page.keyboard.press('F5');
      const hasBegun = await status.waitFor({ timeout: 20_000 }).then(
        () => true,
        () => false,
      );
      if (hasBegun) return;
    }
    throw new Error('F5 started nothing');
  }

  /** Ends the session that a test which failed has left behind, if there is one. */
  async endWhatIsLeft(): Promise<void> {
    if (await this.status.isVisible()) await this.end();
  }

  /** Ends the session, by as many presses of the key as it takes, and waits until there is none. */
  async end(): Promise<void> {
    const dialog = this.page.locator('.monaco-dialog-box');
    for (let tries = 1; ; tries++) {
      if (await dialog.isVisible()) await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Shift+F5');
      try {
        return await this.waitEnded(tries < 4 ? 15_000 : PATIENCE_MS);
      } catch (error) {
        if (tries === 4) throw error;
      }
    }
  }

  /** Waits until the debug toolbar has gone, and what the status bar says of the machine: then F5 starts anew. */
  async waitEnded(timeout = PATIENCE_MS): Promise<void> {
    await this.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout });
    await this.status.waitFor({ state: 'detached', timeout });
  }

  /** What the status bar says of the machine, as long as there is a session. */
  private get status(): Locator {
    return this.page.getByRole('button', { name: /^Trapframe:/ }).first();
  }

  /** A pane of the side bar by the words in its header, such as "Processes"; unfolds it. */
  async pane(title: string): Promise<Locator> {
    const pane = this.page.locator('.split-view-view .pane').filter({
      has: this.page.locator('.pane-header').filter({ hasText: new RegExp(title, 'i') }),
    });
    const header = pane.locator('.pane-header').first();
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    return pane;
  }

  /** Unfolds a row of a tree, such as a scope of the Variables pane that came up folded. */
  async unfold(pane: Locator, row: string): Promise<void> {
    const found = pane.locator('.monaco-list-row').filter({ hasText: row }).first();
    await found.waitFor();
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
    await box.waitFor();
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

  /** What the status bar says of the machine: mode, process, instant. */
  async machineStatus(): Promise<string> {
    const item = this.page.getByRole('button', { name: /^Trapframe: .* mode, / });
    return (await item.getAttribute('aria-label')) ?? '';
  }

  /** Saves a picture of the window below its title, with the pointer out of the way: one of the README's. */
  async picture(name: string): Promise<void> {
    const { width, height } = await boxOf(this.page.locator('.monaco-workbench'));
    const title = await boxOf(this.page.locator('.part.titlebar'));
    const y = title.y + title.height;
    const png = await this.screenshot({ x: 0, y, width, height: height - y });
    this.film(name, [{ png, milliseconds: 0 }]);
  }

  /** The whole window as it looks now, with the pointer out of the way and without messages that have nothing to do with it. */
  async screenshot(clip?: Box): Promise<Uint8Array> {
    await this.page.mouse.move(1, 1);
    const hidden = await this.page.addStyleTag({
      content: '.notifications-toasts { display: none !important; }',
    });
    const png = await this.page.screenshot({ animations: 'disabled', ...(clip && { clip }) });
    await hidden.evaluate((style) => (style as HTMLElement).remove());
    return png;
  }

  /** Saves pictures of the window as one that moves: one of the README's. */
  film(name: string, frames: readonly Frame[]): void {
    writeFileSync(fileOf('media', name), movingPicture(frames));
  }

  /**
   * Saves pictures of a part of the window, such as a view, for the documentation: in each theme, where they are to be renewed.
   * It is cut off below the last row or line, or below what the page of a webview has in it. With a size the window has that meanwhile.
   */
  async pictures(name: string, part: Locator, page?: WebviewFrame, size?: Size): Promise<void> {
    const usual = this.page.viewportSize();
    const themes = Object.keys(THEMES) as Theme[];
    for (const theme of renewsPictures ? themes : [USUAL_THEME]) {
      await this.turn(theme);
      if (size) await this.resize(size, part);
      const clip = await this.inked(part, page);
      const png = await this.screenshot(clip);
      if (size && usual) await this.resize(usual, part);
      writeFileSync(
        fileOf(path.join('docs', 'pictures'), `${name}-${theme}`),
        movingPicture([{ png, milliseconds: 0 }]),
      );
      if (renewsPictures) await this.narrow(`${name}-narrow-${theme}`, part);
    }
    await this.turn(USUAL_THEME);
  }

  /** A draft, to be looked at: the same in a window of a narrow screen. */
  private async narrow(name: string, part: Locator): Promise<void> {
    const usual = this.page.viewportSize();
    if (!usual) return;
    await this.page.setViewportSize(NARROW);
    await this.painted();
    const { x, y, width, height } = await boxOf(part);
    const clip = {
      x,
      y,
      width: Math.min(width, NARROW.width - x),
      height: Math.min(height, NARROW.height - y),
    };
    // What is below the edge of the screen is not seen.
    mkdirSync(DRAFTS, { recursive: true });
    if (clip.width > 0 && clip.height > 0)
      writeFileSync(path.join(DRAFTS, `${name}.png`), await this.screenshot(clip));
    await this.resize(usual, part);
  }

  /** Gives the window a size, and waits until it is laid out, which takes several frames. */
  private async resize(size: Size, part: Locator): Promise<void> {
    await this.page.setViewportSize(size);
    for (let steady = 0, last = ''; steady < 10;) {
      await this.painted();
      const now = JSON.stringify(await boxOf(part));
      steady = now === last ? steady + 1 : 0;
      last = now;
    }
  }

  /** The workbench paints over several frames. */
  private painted(): Promise<void> {
    return this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    );
  }

  /** The box of a part of the window, without the emptiness below the rows of a tree or the lines of a text. */
  private async inked(part: Locator, page?: WebviewFrame): Promise<Box> {
    const whole = await boxOf(part);
    if (page) {
      const { y, height } = await boxOf(page.locator('#view'));
      return { ...whole, height: Math.min(whole.height, y + height + MARGIN - whole.y) };
    }
    // In one go: rows come and go while the workbench paints.
    const bottoms = await part
      .locator('.monaco-list-row, .view-line, .terminal-wrapper.active .xterm-rows > div')
      .evaluateAll((rows) =>
        rows
          .filter((row) => row.matches('.view-line') || row.textContent?.trim())
          .map((row) => row.getBoundingClientRect().bottom),
      );
    const edge = whole.y + whole.height;
    const within = bottoms.filter((bottom) => bottom <= edge);
    if (within.length === 0) return whole;
    // No row is cut: of more than there is room for, the last whole one is the end.
    const bottom = Math.max(...within) + (within.length < bottoms.length ? 0 : MARGIN);
    return { ...whole, height: Math.min(whole.height, bottom - whole.y) };
  }

  /** Drags the edge of the side bar, so that what it says is not cut off; in pixels. */
  async widenSideBar(by: number): Promise<void> {
    const { x, y, width, height } = await boxOf(this.page.locator('.part.sidebar'));
    const edge = { x: x + width, y: y + height / 2 };
    await this.page.mouse.move(edge.x, edge.y);
    await this.page.mouse.down();
    await this.page.mouse.move(edge.x + by, edge.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Changes the colour theme, and waits until the window has it. */
  async turn(theme: Theme): Promise<void> {
    const [label, kind] = THEMES[theme];
    if (await this.page.locator(`.monaco-workbench.${kind}`).isVisible()) return;
    await this.command('Preferences: Color Theme');
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'Solarized Light' }).waitFor();
    await this.pick(label, label);
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.painted();
  }
}

interface Size {
  width: number;
  height: number;
}
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
/** Pixels below the last row of a picture. */
const MARGIN = 6;

async function boxOf(part: Locator): Promise<Box> {
  const box = await part.boundingBox();
  if (!box) throw new Error(`not on screen: ${String(part)}`);
  return box;
}

/** npm test -- --suite screen --pictures: those in the repository are to be taken anew. */
const renewsPictures = process.env['TRAPFRAME_PICTURES'] !== undefined;
const DRAFTS = inRoot('dist', 'test', 'pictures');

/** Where a picture goes: into a folder of the repository, or among the drafts. */
function fileOf(folder: string, name: string): string {
  const target = renewsPictures ? inRoot(folder) : DRAFTS;
  mkdirSync(target, { recursive: true });
  return path.join(target, `${name}.png`);
}

/** By the names of their pictures: what the list of themes calls it, and the class of the workbench that has it. */
const THEMES = {
  light: ['Light Modern', 'vs'],
  dark: ['Dark Modern', 'vs-dark'],
  'high-contrast': ['Dark High Contrast', 'hc-black'],
} as const;
export type Theme = keyof typeof THEMES;
const USUAL_THEME: Theme = 'dark';
/** A small laptop, in pixels. */
const NARROW = { width: 900, height: 700 };
