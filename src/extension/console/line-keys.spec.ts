import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineKeys } from './line-keys';

const [UP, DOWN, RIGHT, LEFT, HOME, END, DELETE] = ['[A', '[B', '[C', '[D', '[H', '[F', '[3~'].map(
  (rest) => `\x1b${rest}`,
);
const ERASE = '\x7f';

/** What a kernel makes of what it is sent, which knows characters, Backspace, Control-U and Enter: lines, and the one that is not ended. */
function received(sent: string): string[] {
  const lines: string[][] = [[]];
  for (const character of sent) {
    const line = lines.at(-1)!;
    if (character === ERASE) line.pop();
    else if (character === '\x15') line.length = 0;
    else if (character === '\r') lines.push([]);
    else line.push(character);
  }
  return lines.map((line) => line.join(''));
}
const typed = (...keys: string[]): string[] => {
  const line = new LineKeys();
  return received(keys.map((key) => line.type(key)).join(''));
};

test('a character goes where the cursor is', () => {
  assert.deepEqual(typed('Aa', LEFT, 'd', '\r'), ['Ada', '']);
  assert.deepEqual(typed('da', HOME, 'A', END, '!', '\r'), ['Ada!', '']);
  assert.deepEqual(typed('Adda', LEFT, LEFT, DELETE, '\r'), ['Ada', '']);
  assert.deepEqual(typed('Adda', LEFT, ERASE, RIGHT, '?\r'), ['Ada?', '']);
  assert.deepEqual(typed('üü', LEFT, ERASE, '😀', '\r'), ['😀ü', '']);
});

test('Up and Down lead through what was typed before, and back to what is being typed', () => {
  assert.deepEqual(typed('one\r', 'two\r', 'th', UP, UP, '\r').slice(2), ['one', '']);
  assert.deepEqual(typed('one\r', 'two\r', 'th', UP, UP, UP, DOWN, DOWN, DOWN, 'ree\r').slice(2), [
    'three',
    '',
  ]);
  assert.deepEqual(typed(UP, DOWN, 'a', RIGHT, LEFT, LEFT, DELETE, '\r'), ['', '']);
});

test('Control-C gives up the line, and what the machine shows of it is all that there is', () => {
  const line = new LineKeys();
  line.type(`abc${LEFT}`);
  assert.equal(line.rest, 'c');
  assert.equal(line.type('\x03'), '\x03');
  assert.equal(line.rest, '');
});

test('whatever is pressed, the machine gets the line as it reads on the screen', () => {
  const key = fc.oneof(
    fc.constantFrom(UP, DOWN, RIGHT, LEFT, HOME, END, DELETE, ERASE, '\x15', '\r'),
    fc.constantFrom(...'abü😀'),
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
      const line = new LineKeys();
      let sent = '';
      // A line that is edited in one place, as editors do it.
      const ended: string[] = [];
      let [text, cursor, at, draft]: [string[], number, number, string[]] = [[], 0, 0, []];
      const history: string[][] = [];
      for (const one of keys) {
        sent += line.type(one);
        if (one === '\r') {
          ended.push(text.join(''));
          if (text.length > 0 && text.join('') !== history.at(-1)?.join('')) history.push(text);
          [text, cursor, at] = [[], 0, history.length];
        } else if (one === LEFT) cursor = Math.max(0, cursor - 1);
        else if (one === RIGHT) cursor = Math.min(text.length, cursor + 1);
        else if (one === HOME) cursor = 0;
        else if (one === END) cursor = text.length;
        else if (one === DELETE) text = text.filter((_, i) => i !== cursor);
        else if (one === ERASE) {
          text = text.filter((_, i) => i !== cursor - 1);
          cursor = Math.max(0, cursor - 1);
        } else if (one === '\x15') {
          text = text.slice(cursor);
          cursor = 0;
        } else if (one === UP || one === DOWN) {
          const to = at + (one === UP ? -1 : 1);
          if (to < 0 || to > history.length) continue;
          if (at === history.length) draft = text;
          at = to;
          text = history[to] ?? draft;
          cursor = text.length;
        } else {
          text = [...text.slice(0, cursor), one, ...text.slice(cursor)];
          cursor++;
        }
      }
      const lines = received(sent);
      assert.deepEqual(lines.slice(0, -1), ended);
      assert.equal(lines.at(-1)! + line.rest, text.join(''));
    }),
  );
});
