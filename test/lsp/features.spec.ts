// Each feature of the language server, over a real connection.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type {
  CodeAction,
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  MarkupContent,
  SemanticTokens,
  SignatureHelp,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver/node';
import { legend } from '../../src/lsp/features/semantic-tokens';
import { Client, positionAt, slice } from './client';

let client: Client;
let count = 0;
before(async () => {
  client = await Client.start({
    'lib.s': '        .globl  helper\n# Adds one.\nhelper: addi    a0, a0, 1\n        ret\nprivate: ret\n',
    'limits.h': '#define LIMIT 64\n',
    'sizes.inc': '        .equ    SIZE, 64\n',
    'user.s': '        .globl  entry\nentry:  call    helper\n        ret\n',
  });
});
after(() => client.stop());

/** Opens a new document, asks at its caret, and closes nothing: documents do not disturb each other. */
async function ask<T>(
  method: string,
  marked: string,
  more: object = {},
): Promise<{ answer: T; name: string }> {
  const name = `doc${count++}.s`;
  const position = await client.open(name, marked);
  return { answer: await client.ask<T>(`textDocument/${method}`, name, position, more), name };
}

const hoverText = async (marked: string): Promise<string> => {
  const { answer } = await ask<Hover | null>('hover', marked);
  return answer === null ? '' : (answer.contents as MarkupContent).value;
};
const labels = async (marked: string): Promise<string[]> =>
  (await ask<CompletionItem[]>('completion', marked)).answer.map(({ label }) => label);
const texts = (found: Location[]): string[] =>
  found
    .map(({ uri, range }) => `${uri.split('/').at(-1)}:${range.start.line}:${range.start.character}`)
    .sort();

test('completion: what can stand there, and nothing else', async () => {
  const start = await labels('        ad‸\n        .macro  twice r\n        .endm\n');
  for (const name of ['addi', 'li', 'ecall', '.globl', 'twice', 'lr.w'])
    assert.ok(start.includes(name), name);
  assert.ok(!start.includes('a0'));
  const registers = await labels('        addi    ‸\n');
  assert.deepEqual(registers.slice(0, 3), ['zero', 'ra', 'sp']);
  assert.equal(registers.length, 32);
  const csrs = await labels('        csrr    a0, s‸\n');
  assert.ok(csrs.includes('sepc') && !csrs.includes('a0'));
  const targets = await labels('f:      j       ‸\n        .equ K, 1\ng:      ret\n');
  for (const name of ['f', 'g', 'helper']) assert.ok(targets.includes(name), name);
  for (const name of ['K', 'a0', 'private']) assert.ok(!targets.includes(name), name);
  const numbers = await labels('        .equ K, 1\n        li      a7, SYS_w‸\n');
  assert.ok(numbers.includes('SYS_write') && numbers.includes('K'));
  assert.deepEqual(await labels('        nop     # ad‸\n'), []);
  assert.deepEqual(await labels('        .asciz  "ad‸"\n'), []);
  assert.deepEqual(await labels('        lui     a0, %‸\n'), ['%hi', '%lo', '%pcrel_hi', '%pcrel_lo']);
});

test('completion: operands as a snippet, and the whole story when an item is chosen', async () => {
  const { answer } = await ask<CompletionItem[]>('completion', '        ad‸');
  const addi = answer.find(({ label }) => label === 'addi')!;
  assert.equal((addi.textEdit as { newText: string }).newText, 'addi    ${1:rd}, ${2:rs1}, ${3:imm}');
  assert.match(addi.detail!, /^Add immediate/);
  assert.equal(addi.documentation, undefined);
  const resolved = await client.request<CompletionItem>('completionItem/resolve', addi);
  assert.match((resolved.documentation as MarkupContent).value, /opcode/);
  const { answer: there } = await ask<CompletionItem[]>('completion', '        ad‸ a0, a0, 1');
  assert.equal(
    (there.find(({ label }) => label === 'addi')!.textEdit as { newText: string }).newText,
    'addi',
  );
});

test('hover: an instruction, with its bits here', async () => {
  const text = await hoverText('        ad‸di    a0, a1, 5\n');
  assert.match(text, /addi rd, rs1, imm/);
  assert.match(text, /`rd = rs1 \+ imm`/);
  assert.match(text, /000000000101 \| 01011 \| 000 {4}\| 01010 \| 0010011/);
  assert.match(text, /`0x00558513`/);
  assert.match(await hoverText('        ad‸di    a0, a0, 5\n'), /`c\.addi a0,5`, 2 bytes/);
  assert.match(await hoverText('        c‸all    helper\n'), /that is `auipc ra,0x.*; jalr ra,/);
  assert.match(await hoverText('        m‸v      a0, a1\n'), /Stands for:[^]*addi rd, rs, 0/);
});

test('hover: registers, control registers, directives, numbers, system calls', async () => {
  assert.match(await hoverText('        addi    a0, s‸p, 5\n'), /stack pointer[^]*trap/);
  assert.match(await hoverText('        li      a‸7, 5\n'), /system call/);
  const status = await hoverText('        csrr    a0, ss‸tatus\n');
  for (const field of ['SIE', 'SPIE', 'SPP', 'SUM', 'MXR'])
    assert.match(status, new RegExp(`\\| ${field} \\|`));
  assert.match(await hoverText('        .ba‸lign 8\n'), /\.balign bytes/);
  assert.match(await hoverText('        li      a0, 6‸5\n'), /`65` = `0x41` = `0b1000001` = `'A'`/);
  assert.match(
    await hoverText('        li      a7, SYS_‸write\n'),
    /write\(fd, buffer, length\)[^]*a7 = 13, a0 = fd/,
  );
  assert.match(await hoverText('        li      a7, SYS_write\n        eca‸ll\n'), /system call \*\*write\(/);
  assert.match(await hoverText('        lw      a0, %l‸o(x)(a1)\nx:\n'), /lower 12 bits/);
  assert.equal(await hoverText('        nop     # com‸ment\n'), '');
});

test('hover: a symbol has a value, a definition and the comment above it', async () => {
  const constant = await hoverText('        .equ    K, 6 * 7\n        li      a0, K‸\n');
  assert.match(constant, /\*\*K\*\*: a constant, 42 \(0x2a\)/);
  assert.match(constant, /\.equ {4}K, 6 \* 7/);
  const helper = await hoverText('        call    hel‸per\n');
  assert.match(helper, /global symbol in \.text in lib\.s[^]*Adds one\./);
  assert.match(
    await hoverText('        .globl main\nmain:   ret\n        .data\nx‸:     .word 7\n'),
    /label in \.data, at 0x2000/,
  );
});

test('signature help: the forms of the instruction, and the operand', async () => {
  const { answer } = await ask<SignatureHelp>('signatureHelp', '        lw      a0, ‸\n');
  const active = answer.signatures[answer.activeSignature!];
  assert.equal(active.label, 'lw rd, imm(rs1)');
  assert.equal(answer.activeParameter, 1);
  const [from, to] = active.parameters![1].label as [number, number];
  assert.equal(active.label.slice(from, to), 'imm(rs1)');
  const macro = await ask<SignatureHelp>(
    'signatureHelp',
    '        .macro  twice reg, by\n        .endm\n        twice   a0, ‸\n',
  );
  assert.equal(macro.answer.signatures[0].label, 'twice reg, by');
});

const local =
  'f:      beqz    a0, 1f\n1:      addi    a0, a0, -1\n        bnez    a0, 1b\n1:      ret\n        j       f\n';

test('definition: labels, numeric labels, other files, included files', async () => {
  const at = async (marked: string): Promise<string[]> => {
    const { answer, name } = await ask<Location[]>('definition', marked);
    return texts(answer).map((text) => text.replace(name, 'here'));
  };
  assert.deepEqual(await at(local.replace('j       f', 'j       ‸f')), ['here:0:0']);
  assert.deepEqual(await at(local.replace('1f', '1‸f')), ['here:1:0']);
  assert.deepEqual(await at(local.replace('1b', '1‸b')), ['here:1:0']);
  assert.deepEqual(await at('        call    hel‸per\n'), ['lib.s:2:0']);
  assert.deepEqual(await at('        call    priv‸ate\n'), []);
  assert.deepEqual(await at('        .include "sizes.inc"\n        li a0, SI‸ZE\n'), ['sizes.inc:0:16']);
  assert.deepEqual(await at('        .include "si‸zes.inc"\n'), ['sizes.inc:0:0']);
});

test('declaration: where a name is offered', async () => {
  const { answer } = await ask<Location[]>('declaration', '        call    hel‸per\n');
  assert.deepEqual(texts(answer), ['lib.s:0:16']);
});

test('references: in every file that means the same, with or without the definition', async () => {
  const own = `caller.s`;
  const position = await client.open(own, '        call    hel‸per\n        ret\n');
  const all = async (includeDeclaration: boolean): Promise<string[]> =>
    texts(
      await client.ask<Location[]>('textDocument/references', own, position, {
        context: { includeDeclaration },
      }),
    );
  const here = (lines: string[]): string[] => lines.filter((line) => /^(lib|user|caller)/.test(line));
  assert.deepEqual(here(await all(true)), ['caller.s:0:16', 'lib.s:0:16', 'lib.s:2:0', 'user.s:1:16']);
  assert.deepEqual(here(await all(false)), ['caller.s:0:16', 'user.s:1:16']);
});

test('a name of the same letters in another file is another name', async () => {
  await client.open('one.s', 'same:   j       same\n');
  const position = await client.open('two.s', 'sa‸me:   j       same\n');
  const found = await client.ask<Location[]>('textDocument/references', 'two.s', position, {
    context: { includeDeclaration: true },
  });
  assert.deepEqual(texts(found), ['two.s:0:0', 'two.s:0:16']);
});

test('highlights: the definition is written, the others are read', async () => {
  const { answer } = await ask<DocumentHighlight[]>('documentHighlight', local.replace('f: ', '‸f: '));
  assert.deepEqual(
    answer.map(({ range, kind }) => [range.start.line, kind]),
    [
      [0, 3],
      [4, 2],
    ],
  );
  const numeric = await ask<DocumentHighlight[]>('documentHighlight', local.replace('1b', '1‸b'));
  assert.deepEqual(
    numeric.answer.map(({ range }) => range.start.line),
    [0, 1, 2],
  );
});

test('rename: everywhere, in all files; and what cannot be renamed says why', async () => {
  const edited = await Client.start({ 'lib.s': '        .globl  work\nwork:   ret\n' });
  const position = await edited.open('main.s', '        call    wo‸rk\n        li      a0, 1\n');
  const range = await edited.ask<{ placeholder: string }>('textDocument/prepareRename', 'main.s', position);
  assert.equal(range.placeholder, 'work');
  const { changes } = await edited.ask<WorkspaceEdit>('textDocument/rename', 'main.s', position, {
    newName: 'job',
  });
  const places = Object.entries(changes!).map(([uri, edits]) => [uri.split('/').at(-1), edits.length]);
  assert.deepEqual(places.sort(), [
    ['lib.s', 2],
    ['main.s', 1],
  ]);
  const refused = async (newName: string): Promise<unknown> =>
    edited.ask('textDocument/rename', 'main.s', position, { newName });
  await assert.rejects(refused('a b'), /is no name/);
  await assert.rejects(refused('a0'), /is a register/);
  await assert.rejects(refused('.'), /the place where the next byte goes/);
  await assert.rejects(refused('.word'), /is a directive/);
  await assert.rejects(refused('SYS_exit'), /a name of the assembler itself/);
  await assert.rejects(
    edited.ask('textDocument/prepareRename', 'main.s', positionAt(edited.text('main.s'), 45)),
    /no name|not defined/,
  );
  const local = await edited.open('n.s', '1:      j       1‸b\n');
  await assert.rejects(edited.ask('textDocument/prepareRename', 'n.s', local), /numeric label/);
  await edited.stop();
});

test('rename: a name that C uses keeps it, and a macro does not become an instruction', async () => {
  const edited = await Client.start({
    'use.c': 'int work(int x); /* other */ int main(void) { return work(1); }\n',
    'lib.s':
      '        .globl  work, other\nwork:   ret\nother:  ret\n        .macro  inc reg\n        addi    \\reg, \\reg, 1\n        .endm\n',
  });
  const work = await edited.open('a.s', '        call    wo‸rk\n');
  await assert.rejects(edited.ask('textDocument/prepareRename', 'a.s', work), /'work' also stands in use\.c/);
  const other = await edited.open('b.s', '        call    oth‸er\n');
  assert.ok(await edited.ask('textDocument/rename', 'b.s', other, { newName: 'another' }));
  const macro = await edited.open('c.s', '        .include "lib.s"\n        i‸nc    a0\n');
  await assert.rejects(
    edited.ask('textDocument/rename', 'c.s', macro, { newName: 'ret' }),
    /'ret' is an instruction, which a macro/,
  );
  await edited.stop();
});

test('a line of a million characters is read like any other', async () => {
  const edited = await Client.start();
  await edited.open('long.s', `        .byte ${'10,'.repeat(333_333)}1\nlabel:  nop\n`);
  const symbols = await edited.ask<DocumentSymbol[]>('textDocument/documentSymbol', 'long.s');
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['label'],
  );
  await edited.stop();
});

test('outline: functions with their labels, data, constants, macros', async () => {
  const { answer } = await ask<DocumentSymbol[]>(
    'documentSymbol',
    '        .globl  main\n        .equ    N, 3\nmain:   li      a0, N\nloop:   bnez    a0, loop\n        call    f\n        ret\nf:      ret\n' +
      '        .macro  m\n        .endm\n        .data\ntable:  .word   1\n        .globl  table\n',
  );
  const shape = ({ name, kind, children }: DocumentSymbol): unknown => [
    name,
    kind,
    ...(children ?? []).map(shape),
  ];
  assert.deepEqual(answer.map(shape), [
    ['N', 14],
    ['main', 12, ['loop', 20]],
    ['f', 12],
    ['m', 25],
    ['table', 13],
  ]);
  const found = await client.request<WorkspaceSymbol[]>('workspace/symbol', { query: 'helpr' });
  assert.ok(found.some(({ name }) => name === 'helper'));
});

test('folding: functions, comments, macros, conditions', async () => {
  const { answer } = await ask<FoldingRange[]>(
    'foldingRange',
    '# one\n# two\n        .globl f\nf:      nop\n        ret\n\n        .macro  m\n        nop\n        .endm\n        .if 1\n        nop\n        .else\n        nop\n        .endif\n/* a\n b */\n',
  );
  const lines = answer.map(({ startLine, endLine, kind }) => [startLine, endLine, kind ?? '']);
  for (const wanted of [
    [0, 1, 'comment'],
    [6, 7, ''],
    [9, 10, ''],
    [11, 12, ''],
    [14, 15, 'comment'],
  ]) {
    assert.ok(
      lines.some((line) => JSON.stringify(line) === JSON.stringify(wanted)),
      `${JSON.stringify(wanted)} in ${JSON.stringify(lines)}`,
    );
  }
});

test('semantic tokens: what each word is', async () => {
  const text =
    '        .equ    K, 1\nmain:   li      a0, K\n        addi    a0, a0, 1\n        csrr    a1, sepc\n        j       main\n        li      a7, SYS_exit\n';
  const { answer, name } = await ask<SemanticTokens>('semanticTokens/full', text);
  const words: string[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < answer.data.length; at += 5) {
    const [lines, characters, length, type] = answer.data.slice(at, at + 5);
    character = lines > 0 ? characters : character + characters;
    line += lines;
    const start = { line, character };
    const word = slice(client.text(name), { start, end: { line, character: character + length } });
    words.push(`${word}:${legend.tokenTypes[type]}`);
  }
  for (const wanted of [
    '.equ:keyword',
    'K:enumMember',
    'main:label',
    'li:macro',
    'addi:function',
    'a0:variable',
    'sepc:property',
    'SYS_exit:enumMember',
  ]) {
    assert.ok(words.includes(wanted), `${wanted} in ${words.join(' ')}`);
  }
});

test('inlay hints: values, instructions that are not seen, system calls', async () => {
  const name = 'hints.s';
  await client.open(
    name,
    "        .equ    K, 6 * 7\nf:      li      a0, K\n        li      a1, 0x123456789\n        li      a2, 'A'\n        li      a7, SYS_write\n        ecall\n        li      a0, 5\n        la      a0, f\n        call    f\n        ecall\n        sd      a0, 0(t0)\n        ld      a0, -16(sp)\n        addi    sp, sp, -16\n        ld      a0, K - 2(sp)\n",
  );
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = async (): Promise<string[]> =>
    (await client.ask<InlayHint[]>('textDocument/inlayHint', name, undefined, { range })).map(
      ({ position, label }) => `${position.line} ${label as string}`,
    );
  assert.deepEqual(await hints(), [
    '1 = 42 (0x2a)',
    '2 4 instructions',
    '3 = 65 (0x41)',
    '4 = 13',
    '5 write(fd, buffer, length)',
    // Of a plain number, also before a register, there is nothing to say.
    '13 = 40 (0x28)',
  ]);
  await client.notify('workspace/didChangeConfiguration', {
    settings: { trapframe: { inlayHints: 'systemCalls' } },
  });
  assert.deepEqual(await hints(), ['5 write(fd, buffer, length)']);
  await client.notify('workspace/didChangeConfiguration', { settings: { trapframe: { inlayHints: 'all' } } });
});

test('inlay hints stand behind comments, whose column they would move', async () => {
  const name = 'columns.s';
  const line = '        li      a0, 6 * 7       # the answer  ';
  await client.open(name, `${line}\n        li      a0, 6 * 7   \n`);
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = await client.ask<InlayHint[]>('textDocument/inlayHint', name, undefined, { range });
  assert.deepEqual(
    hints.map(({ position }) => position.character),
    [line.trimEnd().length, 25],
  );
});

test('assembly for another processor is told once, without a list of mistakes', async () => {
  const name = 'foreign.s';
  await client.open(
    name,
    'main:   pushq   %rbp\n        movq    %rsp, %rbp\n        movl    $1, %eax\n        ret\n',
  );
  const [one, ...more] = await client.diagnostics(name, (all) => all.length > 0);
  assert.deepEqual(more, []);
  assert.match(one.message, /assembly for x86/);
  const settings = (noteOtherProcessors: boolean): object => ({
    settings: { trapframe: { assembly: { noteOtherProcessors } } },
  });
  await client.notify('workspace/didChangeConfiguration', settings(false));
  await client.diagnostics(name, (all) => all.length === 0);
  await client.notify('workspace/didChangeConfiguration', settings(true));
  await client.diagnostics(name, (all) => all.length === 1);
});

test('code actions: near names, .globl, a7', async () => {
  const name = 'actions.s';
  await client.open(name, 'main:   adi     a0, a0, 1\n        ecall\n        ret\n');
  const diagnostics = await client.diagnostics(name, (all) => all.length >= 3);
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  const actions = await client.ask<CodeAction[]>('textDocument/codeAction', name, undefined, {
    range,
    context: { diagnostics },
  });
  const titles = actions.map(({ title }) => title);
  for (const title of ["Change to 'addi'", "Make 'main' global", 'Set a7 to SYS_exit']) {
    assert.ok(titles.includes(title), `${title} in ${titles.join(', ')}`);
  }
  const edits = actions
    .filter(({ title }) => !/SYS_(write|read)/.test(title))
    .flatMap(({ edit }) => edit!.changes![client.uri(name)])
    .sort(
      (a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character,
    );
  for (const { range, newText } of edits) await client.edit(name, range, newText);
  await client.diagnostics(name, (all) => all.length === 0);
  assert.match(client.text(name), /\.globl {2}main\nmain: {3}addi [^]* li {6}a7, SYS_exit\n {8}ecall\n/);
});

test('links: included files open with a click', async () => {
  const { answer } = await ask<DocumentLink[]>('documentLink', '        .include "sizes.inc"\n');
  assert.equal(answer[0].target, client.uri('sizes.inc'));
});

test('included files are read, and missing ones are said', async () => {
  await client.open('inc.s', '        .include "sizes.inc"\nf:      li      a0, SIZE\n        ret\n');
  assert.deepEqual(await client.diagnostics('inc.s', (all) => all.length === 0), []);
  await client.open('missing.s', '        .include "nothing.inc"\nf:      ret\n');
  const [first] = await client.diagnostics('missing.s', (all) => all.length === 1);
  assert.match(first.message, /nothing\.inc/);
  await client.open('outside.s', '        .include "../../../../etc/hostname"\nf:      ret\n');
  const [refused] = await client.diagnostics('outside.s', (all) => all.length === 1);
  assert.match(refused.message, /outside of the workspace/);
});

test('a .S file: constants of the preprocessor, their definitions in headers, and no false errors', async () => {
  const position = await client.open(
    'pre.S',
    '#include "limits.h"\n#define STEP 4\nf:      li      a0, LIM‸IT\n        addi    a0, a0, STEP\n        ret\n',
  );
  assert.deepEqual(await client.diagnostics('pre.S', (all) => all.length === 0), []);
  const found = await client.ask<Location[]>('textDocument/definition', 'pre.S', position);
  assert.deepEqual(texts(found), ['limits.h:0:8']);
  const hover = await client.ask<Hover>('textDocument/hover', 'pre.S', { line: 3, character: 25 });
  assert.match((hover.contents as MarkupContent).value, /constant of the preprocessor[^]*#define STEP 4/);
  const links = await client.ask<DocumentLink[]>('textDocument/documentLink', 'pre.S');
  assert.equal(links[0].target, client.uri('limits.h'));
});

test('parameters of macros: each macro has its own', async () => {
  const text =
    '        .macro  one reg, by=4\n        addi    \\reg, \\re‸g, \\by\n        .endm\n        .irp    reg, a0, a1\n        mv      \\reg, zero\n        .endr\n';
  assert.match(await hoverText(text), /\*\*reg\*\*: a parameter of the macro one/);
  const { answer, name } = await ask<WorkspaceEdit>('rename', text, { newName: 'r' });
  const edits = Object.values(answer.changes!)[0];
  assert.deepEqual(
    edits.map(({ range }) => [range.start.line, slice(client.text(name), range)]),
    [
      [0, 'reg'],
      [1, 'reg'],
      [1, 'reg'],
    ],
  );
  await assert.rejects(ask('rename', text, { newName: 'by' }), /another parameter/);
  assert.deepEqual(
    (await ask<Location[]>('definition', text)).answer.map(({ range }) => range.start.line),
    [0],
  );
  assert.deepEqual(await labels('        .macro  m one, two:req\n        addi    \\‸\n        .endm\n'), [
    'one',
    'two',
  ]);
});

test('capitals, == and the words of directives are understood', async () => {
  assert.match(await hoverText('        AD‸DI    a0, a0, 1\n'), /Add immediate/);
  assert.match(await hoverText('        .EQ‸V    a, 1\n'), /Gives a name a value/);
  assert.match(await hoverText('size == 8\n        .word   si‸ze\n'), /a constant, 8/);
  assert.match(await hoverText('        .eqv    size, 8\n        .word   si‸ze\n'), /a constant, 8/);
  assert.match(
    await hoverText('        .struct 8\nfirst:  .skip 4\nnext:   .text\n        lw      a0, ne‸xt(a1)\n'),
    /a constant, 12/,
  );
  assert.ok((await labels('        .section .‸\n')).includes('.rodata'));
  assert.deepEqual(await labels('f:      .type   f, @‸\n'), ['function', 'object', 'notype']);
  assert.ok((await labels('        .option ‸\n')).includes('norvc'));
  assert.ok((await labels('        fence   r‸\n')).includes('rw'));
  assert.ok(!(await labels('f:      .globl  ‸\n')).includes('SYS_exit'));
});

test('functions of C sources of the workspace are found', async () => {
  const mixed = await Client.start({
    'main.c':
      '#include <trapframe.h>\nstatic int hidden(void) { return 1; }\nunsigned long *twice(int x,\n    int (*f)(int))\n{\n    if (f(x)) { return 0; }\n}\n',
  });
  const position = await mixed.open('use.s', 'f:      tail    twi‸ce\n        call    hidden\n');
  const [found] = await mixed.ask<Location[]>('textDocument/definition', 'use.s', position);
  assert.deepEqual([found.uri.split('/').at(-1), found.range.start], ['main.c', { line: 2, character: 15 }]);
  const hover = await mixed.ask<Hover>('textDocument/hover', 'use.s', position);
  assert.match(
    (hover.contents as MarkupContent).value,
    /a function in main\.c[^]*unsigned long \*twice\(int x, int/,
  );
  const other = positionAt(mixed.text('use.s'), mixed.text('use.s').indexOf('hidden'));
  assert.deepEqual(await mixed.ask('textDocument/definition', 'use.s', other), []);
  await mixed.stop();
});
