// Links to a line of a source file lead to the line that has what they name.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { lineOf } from './definitions';
import { exists, pages, root, type Page } from './pages';

const LINK = /\[`?([^`\]]+)`?\]\(([^)#\s]+)#L(\d+)\)/g;

/** The page with each link as it should be. What a link names must be there. */
function renewed({ name, text }: Page): string {
  return text.replaceAll(LINK, (link, what: string, target: string, line: string) => {
    const file = path.posix.join(path.posix.dirname(name), target);
    assert.ok(exists(file), `${name}: there is no ${file}`);
    const found = lineOf(what, file, readFileSync(path.join(root, file), 'utf8'));
    assert.ok(found !== undefined, `${name}: ${file} has no ${what}`);
    return link.replace(`#L${line})`, `#L${found})`);
  });
}

describe('links to lines', () => {
  for (const one of pages.filter(({ text }) => /#L\d+\)/.test(text))) {
    it(one.name, () => {
      const right = renewed(one);
      if (process.env['TRAPFRAME_LINES'] === 'renew') writeFileSync(path.join(root, one.name), right);
      else assert.equal(one.text, right, 'TRAPFRAME_LINES=renew npm test -- lines.spec --suite unit');
    });
  }

  it('there are many in docs/kernel.md', () => {
    const links = [...pages.find(({ name }) => name === 'docs/kernel.md')!.text.matchAll(LINK)];
    assert.ok(links.length > 80, `only ${links.length}`);
  });
});
