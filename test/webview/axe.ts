import axe, { type AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What axe has against a page, or a frame of one: each rule with what breaks it. */
export async function axeFindings(page: Page | Frame): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}
