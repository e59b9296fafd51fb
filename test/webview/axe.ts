import axe, { type AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What axe has against an element. */
export interface Finding {
  readonly rule: string;
  /** The kind of element, by tag and classes: the same for rows of one kind. */
  readonly element: string;
  readonly html: string;
  readonly why: string;
}

/** What axe has against a page, or a frame of one; with a selector against that part of it. */
export async function axeFindings(page: Page | Frame, part?: string): Promise<Finding[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (selector) => {
    const { axe: tool } = globalThis as unknown as { axe: { run(context?: string): Promise<AxeResults> } };
    const { violations } = await (selector === undefined ? tool.run() : tool.run(selector));
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, target, failureSummary = '' }) => {
        const element = document.querySelector(String(target[0]));
        const classes = [...(element?.classList ?? [])].sort().join('.');
        return { rule: id, element: `${element?.tagName ?? '?'}.${classes}`, html, why: failureSummary };
      }),
    );
  }, part);
}
