import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { root } from './root';

/** The kernel must stay small enough to be read: without comments, policies and user programs. */
const MOST_LINES = 5500;
/** What is seen at once. */
const PAGE = 55;

const folder = path.join(root, 'kernel');
const files = readdirSync(folder).filter((name) => /\.(c|h|S|ld)$/.test(name));
const textOf = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

/** Lines with code in them. */
function codeLines(name: string): string[] {
  const withoutBlocks = textOf(name).replaceAll(/\/\*[^]*?\*\//g, '');
  const comment = name.endsWith('.S')
    ? /\s*(#(?!\s*(include|define|pragma|if|endif|else)\b)|\/\/).*$/
    : /\s*\/\/.*$/;
  return withoutBlocks
    .split('\n')
    .map((line) => line.replace(comment, ''))
    .filter((line) => line.trim() !== '');
}

/** Functions of a C file, and how many lines each has, comments included. */
function functions(text: string): { readonly name: string; readonly lines: number }[] {
  const found = [...text.matchAll(/^(?![ }#/])[^\n;=]*?(\w+)\([^;{]*\{\n([^]*?)^\}/gm)];
  return found.map(([whole, name]) => ({ name, lines: whole.split('\n').length }));
}

describe('the kernel is readable', () => {
  test(`at most ${MOST_LINES} lines of code`, () => {
    const lines = files.reduce((sum, name) => sum + codeLines(name).length, 0);
    assert.ok(lines > 1000 && lines <= MOST_LINES, `${lines} lines`);
  });

  test('no function is longer than a page', () => {
    const all = files.filter((name) => name.endsWith('.c')).flatMap((name) => functions(textOf(name)));
    assert.ok(all.length > 150, `only ${all.length} functions were found`);
    assert.deepEqual(
      all.filter(({ lines }) => lines > PAGE),
      [],
    );
    for (const name of files.filter((file) => file.endsWith('.S'))) {
      const parts = codeLines(name)
        .join('\n')
        .split(/\.type\s+\w+, @function/)
        .slice(1);
      for (const part of parts) assert.ok(part.split('.size')[0].split('\n').length <= PAGE, name);
    }
  });

  test('every offset of a structure that assembly uses is compared with the structure', () => {
    const headers = files
      .filter((name) => name.endsWith('.h'))
      .map(textOf)
      .join('\n');
    const offsets = [...textOf('offsets.h').matchAll(/^#define ((?:FRAME|CONTEXT|CPU)_\w+) \d+/gm)].map(
      ([, name]) => name,
    );
    assert.ok(offsets.length > 40);
    for (const name of offsets) {
      assert.match(headers, new RegExp(`(CHECK\\(\\w+, ${name}\\);|static_assert\\(.*== ${name},)`), name);
    }
    assert.match(headers, /#define CHECK\(field, offset\) \\\n *static_assert\(offsetof\(/);
  });

  test('causes and states have names', () => {
    for (const name of files) {
      assert.doesNotMatch(codeLines(name).join('\n'), /(cause|state|SYS_\w+)\s*[=!]=\s*\(?\d/, name);
    }
  });

  test('kernel.h is the table of contents: it names every file', () => {
    const contents = textOf('kernel.h').split('#pragma once')[0];
    const named = files.filter((name) => /\.(c|S)$/.test(name));
    assert.deepEqual(
      named.filter((name) => !contents.includes(` ${name}`)),
      [],
    );
  });
});
