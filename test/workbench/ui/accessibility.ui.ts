// axe on what the extension puts into the workbench itself: trees, status bar, the current line. Its webviews are asked where they are driven.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { axeFindings, type Finding } from '../../webview/axe';
import type { Theme, Workbench } from '../host/workbench';
import { helloInTheKernel } from './debugging';

const THEMES = ['light', 'high-contrast', 'dark'] as const satisfies readonly Theme[];
/** What the workbench does wrong in its own trees it does in ours as well. */
const WORKBENCHS = ['Variables', 'Call Stack', 'Breakpoints'];
const OURS = ['Processes'];

describe('accessibility of what is in the workbench', () => {
  let workbench: Workbench;
  /** By theme: what the workbench's own trees are found guilty of. */
  const known = new Map<Theme, ReadonlySet<string>>();

  before(async () => {
    workbench = await helloInTheKernel();
    await workbench.widenSideBar(260);
    for (const title of [...WORKBENCHS, 'Watch', ...OURS]) await fold(title, true);
    for (const title of WORKBENCHS) {
      const pane = await unfolded(title);
      for (const theme of THEMES) {
        await workbench.turn(theme);
        const found = (await findings(pane)).map(kindOf);
        known.set(theme, new Set([...(known.get(theme) ?? []), ...found]));
      }
      await fold(title, true);
    }
  });
  after(() => workbench.close());

  const paneOf = (title: string): Locator =>
    workbench.page.locator('.split-view-view .pane').filter({
      has: workbench.page.locator('.pane-header', { hasText: new RegExp(`^${title}`, 'i') }),
    });

  async function fold(title: string, isFolded: boolean): Promise<void> {
    const header = paneOf(title).locator('.pane-header').first();
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) === String(isFolded)) await header.click();
  }

  async function unfolded(title: string): Promise<Locator> {
    await fold(title, false);
    const pane = paneOf(title).first();
    await pane.locator('.monaco-list-row').first().waitFor();
    return pane;
  }

  /** What axe has against a part of the window. */
  async function findings(part: Locator): Promise<Finding[]> {
    await part.evaluate((element) => element.setAttribute('data-axe', ''));
    const found = await axeFindings(workbench.page, '[data-axe]');
    await part.evaluate((element) => element.removeAttribute('data-axe'));
    return found.filter((one) => !isExcused(one));
  }

  const kindOf = ({ rule, element }: Finding): string => `${rule} ${element}`;

  for (const title of OURS) {
    it(`the tree ${title}, in every theme`, async () => {
      const pane = await unfolded(title);
      for (const theme of THEMES) {
        await workbench.turn(theme);
        const ours = (await findings(pane)).filter((one) => !known.get(theme)?.has(kindOf(one)));
        assert.deepEqual(ours, [], theme);
      }
      await fold(title, true);
    });
  }

  it('the items in the status bar, in every theme', async () => {
    for (const theme of THEMES) {
      await workbench.turn(theme);
      const items = workbench.page.locator('.statusbar-item', {
        has: workbench.page.locator('[aria-label^="Trapframe: "]'),
      });
      assert.equal(await items.count(), 2);
      for (const item of await items.all()) assert.deepEqual(await findings(item), [], theme);
    }
  });

  it('the current line: plain text and the words for its mode can be read, in every theme', async () => {
    for (const theme of THEMES) {
      await workbench.turn(theme);
      await workbench.page.waitForFunction(() =>
        [...document.querySelectorAll('.view-line span')].some((span) =>
          /kernel.mode/.test(getComputedStyle(span, '::after').content),
        ),
      );
      const { text, mode } = await contrastsOfLine(workbench);
      assert.ok(text >= LEAST_CONTRAST && mode >= LEAST_CONTRAST, `${theme}: text ${text}, mode ${mode}`);
    }
  });
});

/** Not ours to mend, or meant so. */
function isExcused({ rule, element }: Finding): boolean {
  // What is heard is worded for the ear; on the screen the same is said with icons, dots and abbreviations.
  if (rule === 'label-content-name-mismatch') return true;
  // The workbench's are the colours of descriptions, on selected rows as well, and the boxes of trees but for their names.
  if (rule === 'color-contrast' && element.startsWith('SPAN.label-description')) return true;
  return rule === 'tabindex' && element.includes('custom-view-tree-node-item-checkbox');
}

/** WCAG 2.2, 1.4.3. */
const LEAST_CONTRAST = 4.5;

/** Red, green, blue, and how much they cover. */
type Color = readonly [number, number, number, number];

/** How well plain text in the current line, and the words behind it that say the mode, can be read on all that is painted below them. */
async function contrastsOfLine(workbench: Workbench): Promise<{ text: number; mode: number }> {
  const line = workbench.page.locator('.view-line', { has: workbench.page.locator('span') });
  const painted = await line.evaluateAll((lines) => {
    for (const one of lines) {
      const span = [...one.querySelectorAll('span span')].find((part) =>
        /mode/.test(getComputedStyle(part, '::after').content),
      );
      if (!span) continue;
      const { top } = one.getBoundingClientRect();
      const editor = one.closest('.monaco-editor')!;
      const layers = [...editor.querySelectorAll('.view-overlays > div')]
        .filter((overlay) => Math.abs(overlay.getBoundingClientRect().top - top) < 2)
        .flatMap((overlay) => [...overlay.querySelectorAll('.cdr')]);
      const { color, backgroundColor } = getComputedStyle(span, '::after');
      const grounds = [editor.querySelector('.monaco-editor-background')!, ...layers];
      return {
        layers: grounds.map((part) => getComputedStyle(part).backgroundColor),
        text: getComputedStyle(document.querySelector('.monaco-editor')!).getPropertyValue(
          '--vscode-editor-foreground',
        ),
        mode: { color, backgroundColor },
      };
    }
    return undefined;
  });
  assert.ok(painted, 'the current line says its mode');
  const { layers, text, mode } = painted;
  const ground = layers.map(colorOf).reduce((below, layer) => over(layer, below));
  return {
    text: contrast(hexColor(text), ground),
    mode: contrast(colorOf(mode.color), over(colorOf(mode.backgroundColor), ground)),
  };
}

function contrast(one: Color, other: Color): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** `#cccccc`, as themes have it. */
function hexColor(text: string): Color {
  const [r, g, b] = [...text.matchAll(/[\da-f]{2}/gi)].map(([digits]) => parseInt(digits, 16));
  return [r, g, b, 1];
}

function colorOf(text: string): Color {
  const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b, a];
}

const over = ([r, g, b, a]: Color, [x, y, z]: Color): Color => [
  r * a + x * (1 - a),
  g * a + y * (1 - a),
  b * a + z * (1 - a),
  1,
];

/** WCAG 2.2, "relative luminance". */
function luminance([r, g, b]: Color): number {
  const linear = (part: number): number =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
