import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { format } from 'prettier';
import { glossaryPage, termNamed, terms } from './glossary';

test('docs/glossary.md is made of the terms (TRAPFRAME_GLOSSARY=renew writes it)', async () => {
  const file = path.resolve(__dirname, '../../docs/glossary.md');
  const text = await format(glossaryPage(), { parser: 'markdown' });
  if (process.env['TRAPFRAME_GLOSSARY'] === 'renew') writeFileSync(file, text);
  assert.equal(readFileSync(file, 'utf8'), text);
});

test('every term is found by its name and by other words for it', () => {
  for (const one of terms) assert.equal(termNamed(one.name.toUpperCase()), one);
  assert.equal(termNamed('PCB, process control block (one entry)')?.name, 'process table');
  assert.equal(termNamed('quantum')?.name, 'time slice');
  assert.equal(termNamed('system-call')?.name, 'system call');
  assert.equal(termNamed('nothing'), undefined);
  assert.equal(new Set(terms.map(({ name }) => name)).size, terms.length);
});
