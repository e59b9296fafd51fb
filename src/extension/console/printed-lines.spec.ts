import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PrintedLines } from './printed-lines';

function printed(...texts: string[]): PrintedLines {
  const lines = new PrintedLines();
  for (const text of texts) lines.write(text);
  return lines;
}

test('a line is found by its text, however it was cut; of several the latest is first', () => {
  const lines = printed('tick\r\nto', 'ck\r\ntick\r\n\r\n', 'tick');
  assert.deepEqual(lines.numbersOf('tick'), [5, 3, 1]);
  assert.deepEqual(lines.numbersOf('tock   '), [2]);
  assert.deepEqual(lines.numbersOf('tic'), []);
  assert.deepEqual(lines.numbersOf('  '), []);
});

test('a line reads as the terminal shows it: overwritten, tabbed, without its colours', () => {
  const lines = printed(
    'lost\rwon \r\n',
    'ls -x\b \bl\r\n',
    'a\tb\r\n',
    '\x1b[1;31mrot\x1b[0m 🙂\r\n',
    '\x1b7x',
  );
  for (const [text, number] of [
    ['won', 1],
    ['ls -l', 2],
    ['a       b', 3],
    ['rot 🙂', 4],
    ['x', 5],
  ] as const) {
    assert.deepEqual(lines.numbersOf(text), [number], text);
  }
});

test('numbers go on when the oldest lines are forgotten, and begin where they are told to', () => {
  const lines = new PrintedLines(101);
  for (let number = 101; number < 30_101; number++) lines.write(`line ${number}\r\n`);
  assert.deepEqual(lines.numbersOf('line 30100'), [30_100]);
  assert.deepEqual(lines.numbersOf('line 101'), []);
});
