// What belongs together in a workspace with several programs, names that macros make, and where branches lead.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { CodeAction, Hover, Location, WorkspaceEdit } from 'vscode-languageserver';
import { Client, slice } from './client';

const show = (text: string): string => `        .globl  show\nshow:   li      a0, ${text}\n        ret\n`;
const clients: Client[] = [];
after(() => Promise.all(clients.map((client) => client.stop())));

async function start(files: Record<string, string>): Promise<Client> {
  const client = await Client.start(files);
  clients.push(client);
  return client;
}

const names = (client: Client, uris: readonly string[]): string[] =>
  uris.map((uri) => uri.replace(`${client.uri('.')}/`, '')).sort();

test('two folders with a source of the same name are two programs: definition and rename stay in theirs', async () => {
  const client = await start({
    'a/show.s': show('1'),
    'b/show.s': show('2'),
    'b/main.s': 'main:   call    show\n        ret\n',
  });
  const position = await client.open('a/main.s', 'main:   call    sh\u2038ow\n        ret\n');
  const found = await client.ask<Location[]>('textDocument/definition', 'a/main.s', position);
  assert.deepEqual(
    names(
      client,
      found.map(({ uri }) => uri),
    ),
    ['a/show.s'],
  );
  const { changes } = await client.ask<WorkspaceEdit>('textDocument/rename', 'a/main.s', position, {
    newName: 'display',
  });
  assert.deepEqual(names(client, Object.keys(changes!)), ['a/main.s', 'a/show.s']);
});

test('what is launched together is one program, whatever lies nearer', async () => {
  const launch = `{ // comments are allowed
    "configurations": [{ "type": "trapframe", "request": "launch", "program": "\${workspaceFolder}/a/main.s", "sources": ["\${workspaceFolder}/b/show.s"], }],
  }`;
  const client = await start({ '.vscode/launch.json': launch, 'a/show.s': show('1'), 'b/show.s': show('2') });
  const position = await client.open('a/main.s', 'main:   call    sh\u2038ow\n        ret\n');
  const found = await client.ask<Location[]>('textDocument/definition', 'a/main.s', position);
  assert.deepEqual(
    names(
      client,
      found.map(({ uri }) => uri),
    ),
    ['b/show.s'],
  );
});

test('labels that macros make have a definition, a hover and a rename', async () => {
  const text =
    '        .macro  func name\n        .globl  \\name\n\\name:\n        .endm\n        func    first\n        ret\nmain:   call    fi\u2038rst\n        ret\n';
  const client = await start({});
  const position = await client.open('main.s', text);
  const [found] = await client.ask<Location[]>('textDocument/definition', 'main.s', position);
  assert.equal(found.range.start.line, 4);
  assert.equal(slice(client.text('main.s'), found.range), 'first');
  const hover = await client.ask<Hover>('textDocument/hover', 'main.s', position);
  assert.match(JSON.stringify(hover.contents), /first\*\*: a global symbol in/);
  const { changes } = await client.ask<WorkspaceEdit>('textDocument/rename', 'main.s', position, {
    newName: 'other',
  });
  assert.equal(Object.values(changes!)[0].length, 2);
});

test('hover on a branch says where it leads, back or on', async () => {
  const client = await start({});
  const back = await client.open(
    'back.s',
    'loop:   addi    a0, a0, -1\n        nop\n        bn\u2038ez    a0, loop\n        ret\n',
  );
  const first = JSON.stringify((await client.ask<Hover>('textDocument/hover', 'back.s', back)).contents);
  assert.match(first, /bne a0,zero,\.-8/);
  assert.match(first, /Goes to \*\*loop\*\* in line 1, 8 bytes back/);
  const on = await client.open('on.s', '        b\u2038eqz    a0, 1f\n        nop\n1:      ret\n');
  assert.match(
    JSON.stringify((await client.ask<Hover>('textDocument/hover', 'on.s', on)).contents),
    /Goes to `1:` in line 3, 8 bytes on/,
  );
});

test('a forgotten .globl in another file is said, and offered there', async () => {
  const client = await start({ 'other.s': '\n# what it does\nhelp:   ret\n' });
  await client.open('main.s', '        .globl  main\nmain:   call    help\n        ret\n');
  const [mistake] = await client.diagnostics('main.s', (all) =>
    all.some(({ message }) => message.includes('other.s')),
  );
  assert.equal(mistake.message, "undefined symbol 'help'\nother.s has it without .globl help");
  const actions = await client.ask<CodeAction[]>('textDocument/codeAction', 'main.s', undefined, {
    range: mistake.range,
    context: { diagnostics: [mistake] },
  });
  const action = actions.find(({ title }) => title === "Offer 'help' in other.s");
  const [edit] = action!.edit!.changes![client.uri('other.s')];
  assert.equal(edit.newText, '        .globl  help\n');
  assert.equal(edit.range.start.line, 0);
});
