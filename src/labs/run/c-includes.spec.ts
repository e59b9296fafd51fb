import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outsideIn } from './c-includes';

test('sources that stay in their folder', () => {
  for (const text of [
    '#include <trapframe.h>\n#include "kernel.h"\n#include "policies/queue.h"\nint main(void) { return 0; }\n',
    '// incbin would be said in a comment? no\n'.replace('incbin', 'including'),
    '/* #include "/etc/passwd" */\nint x;\n',
    '#define include_me 1\nint included;\n',
  ])
    assert.equal(outsideIn(text), undefined, text);
});

test('sources that name something outside, however they write it', () => {
  for (const text of [
    '#include "/etc/passwd"\n',
    '#include <../../hidden.json>\n',
    '  #  include "a/../../b"\n',
    '%:include "/etc/passwd"\n',
    '??=include "/etc/passwd"\n',
    '#inc\\\nlude "/etc/passwd"\n',
    '#/* */include "/etc/passwd"\n',
    '#include/**/"/etc/passwd"\n',
    '#define F "/etc/passwd"\n#include F\n',
    '#embed "/etc/passwd"\n',
    '#include_next "/etc/passwd"\n',
    '#include "C:/secret"\n',
    'asm(".incbin \\"/etc/passwd\\"");\n',
    'asm(".inc" "bin \\"/etc/passwd\\"");\n',
    'asm(".include \\"/etc/passwd\\"");\n',
  ])
    assert.notEqual(outsideIn(text), undefined, text);
});
