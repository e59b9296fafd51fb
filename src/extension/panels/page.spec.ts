import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from './page';

const parts = { title: 'T', script: 'let a = 1;', style: 'p { color: red; }' };

test('a page runs nothing but its own script and style, by a nonce that no other page has', () => {
  const text = page(parts);
  const [, nonce] = /script-src 'nonce-([0-9a-f]{32})'/.exec(text) ?? [];
  assert.ok(nonce);
  assert.match(
    text,
    new RegExp(`default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'"`),
  );
  assert.ok(text.includes(`<script nonce="${nonce}">let a = 1;</script>`));
  assert.ok(text.includes(`<style nonce="${nonce}">p { color: red; }</style>`));
  assert.doesNotMatch(text, /unsafe|style="|onclick|src=|href=/);
  assert.ok(!page(parts).includes(nonce));
});

test('a script that names the end of a script does not end there', () => {
  const text = page({ ...parts, script: "let a = '</script>';" });
  assert.equal(text.match(/<\/script>/g)?.length, 1);
});
