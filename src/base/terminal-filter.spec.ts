import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { forTerminal, TerminalFilter } from './terminal-filter';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const filtered = (...chunks: Uint8Array[]): string => {
  const filter = new TerminalFilter();
  return Buffer.concat(chunks.map((chunk) => filter.filter(chunk))).toString('latin1');
};

test('text, colours and the cursor pass', () => {
  for (const text of [
    'plain\r\n\ttext\b',
    'grüße 🙂 Â\u00a0 漢字',
    '\x1b[31;1mred\x1b[0m \x1b[38:5:12mblue\x1b[m',
    '\x1b[2J\x1b[H\x1b[10;20H\x1b[K\x1b[3A\x1b[s\x1b[u\x1b7\x1b8\x1b[?25l\x1b[?25h',
  ]) {
    assert.equal(forTerminal(text), text);
  }
});

test('what sets the clipboard, titles or links, and what is answered, is dropped', () => {
  const attacks = [
    '\x1b]52;c;cm0gLXJmIH4K\x07',
    '\x1b]52;c;cm0gLXJmIH4K\x1b\\',
    '\x1b]0;title\x07',
    '\x1b]8;;http://example.com\x1b\\',
    '\x1bP$qm\x1b\\',
    '\x1bPtmux;\x1b]52;c;eA==\x07\x1b\\',
    '\x1b_Gf=100;AAAA\x1b\\',
    '\x1b^privacy\x1b\\',
    '\x1bXstring\x1b\\',
    '\x1b[6n',
    '\x1b[5n',
    '\x1b[?6n',
    '\x1b[c',
    '\x1b[>c',
    '\x1b[=c',
    '\x1b[>q',
    '\x1b[x',
    '\x1b[?25$p',
    '\x1b[4$p',
    '\x1b[?u',
    '\x1b[>1u',
    '\x1b[21t',
    '\x1b[14t',
    '\x1b[?1000h',
    '\x1b[?1004h',
    '\x1b[?2004h',
    '\x1b[?1049h',
    '\x1b[4h',
    '\x1b[62"p',
    '\x1b[!p',
    '\x1bZ',
    '\x1bc',
    '\x1b(0',
    '\x1b#8',
    '\x05',
    '\x0e',
    '\u009b6n',
    '\u009d52;c;eA==\u009c',
    '\u0090$qm\u009c',
  ];
  for (const attack of attacks) assert.equal(forTerminal(`a${attack}b`), 'ab', JSON.stringify(attack));
});

test('C1 controls as single bytes count as well, but not inside a character', () => {
  assert.equal(filtered(latin('a\x9b6nb')), 'ab');
  assert.equal(filtered(latin('a\x9d52;c;eA==\x07b')), 'ab');
  assert.equal(filtered(latin('a\x9b31mb')), 'a\x1b[31mb');
  // U+011B is C4 9B.
  assert.equal(filtered(Buffer.from('ě')), Buffer.from('ě').toString('latin1'));
});

test('a string that nobody ends takes only the rest of its line', () => {
  assert.equal(forTerminal('a\x1b]0;never ended\nb'), 'a\nb');
});

test('a sequence begun in another is the one that counts', () => {
  assert.equal(forTerminal('\x1b[31\x1b[6nx'), 'x');
  assert.equal(forTerminal('\x1b[\x1b]52;c;eA==\x07x'), 'x');
  assert.equal(forTerminal('\x1b[3\n1mx'), '\n1mx');
});

test('chunks may be cut anywhere, and what has passed passes again', () => {
  const piece = fc.constantFrom(
    '\x1b',
    '[',
    ']',
    '52;c;',
    '\x07',
    '\\',
    'P',
    '6n',
    '31m',
    '?25',
    'h',
    '\u009b',
    'é',
    '\n',
    '\x18',
    'x',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(), (pieces, cut) => {
      const bytes = Buffer.from(pieces.join(''));
      const at = cut % (bytes.length + 1);
      const whole = filtered(bytes);
      assert.equal(filtered(bytes.subarray(0, at), bytes.subarray(at)), whole);
      assert.equal(filtered(latin(whole)), whole);
      const harmless = /^(\[[\d;:]*[@A-MPSTXZ`adefmrsu]|\[\?(7|12|25)[hl]|[78DEM])/;
      for (const sequence of whole.split('\x1b').slice(1)) assert.match(sequence, harmless);
    }),
  );
});
