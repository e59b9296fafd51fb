// Files, functions and links that the documentation names are there.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { anchors, codeSpans, exists, links, page, pages, root } from './pages';

/** Paths of this repository: one of its folders, then anything but what ends a path in prose. */
const PATH = /(?<![\w./-])(?:src|kernel|labs|docs|test|media|scripts|syntaxes)\/[\w./-]*[\w/]/g;

/** Files that whoever follows CONTRIBUTING step by step would make. */
const invented = new Set(['src/devices/watchdog.ts', 'kernel/watchdog.c', 'kernel/policies/edf.c']);

for (const one of pages) {
  describe(one.name, () => {
    it('names no file that is not there', () => {
      const missing = [...one.text.matchAll(PATH)]
        .map(([name]) => name)
        .filter((name) => !/[A-Z]{4}|\.elf$/.test(name) && !exists(name)) // placeholders, and what is built
        .filter((name) => !invented.has(name));
      assert.deepEqual(missing, []);
    });

    it('links to files and headings that are there', () => {
      const dead = links(one).filter((link) => {
        if (/^[a-z]+:/.test(link)) return false;
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? one.name : path.posix.join(path.posix.dirname(one.name), file);
        if (!exists(target)) return true;
        if (anchor !== undefined && /^L\d+$/.test(anchor)) return false; // lines.spec.ts
        return anchor !== undefined && !anchors(page(target)).includes(anchor);
      });
      assert.deepEqual(dead, []);
    });
  });
}

describe('docs/kernel.md', () => {
  const sources = readdirSync(path.join(root, 'kernel'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(c|h|S)$/.test(name))
    .map((name) => readFileSync(path.join(root, 'kernel', name), 'utf8'))
    .join('\n');
  const words = new Set(sources.match(/\w+/g));

  it('names functions, variables and constants that the kernel has', () => {
    const names = codeSpans(page('docs/kernel.md'))
      .map((span) => span.replace(/(\(.*\)|\[.*\])$/, ''))
      .filter((span) => /^[A-Za-z]\w*_\w+$/.test(span));
    assert.ok(names.length > 50, `only ${names.length} names found`);
    assert.deepEqual(
      names.filter((name) => !words.has(name)),
      [],
    );
  });
});
