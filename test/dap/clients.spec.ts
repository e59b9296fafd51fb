// Conversations as clients other than VS Code lead them: what they say of themselves, in which order they ask, and how they answer.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace } from './adapter';
import { RawClient } from './raw-client';

const place = workplace();
const program = `        .globl  main
main:   li      a7, SYS_write
        li      a0, 1
        la      a1, question
        li      a2, 6
        ecall                           # ask
        li      a7, SYS_read            # asked
        li      a0, 0
        la      a1, answer
        li      a2, 32
        ecall
        mv      a2, a0                  # answered
        li      a7, SYS_write
        li      a0, 1
        la      a1, answer
        ecall
        li      a0, 7
        ret
        .data
question: .ascii "name? "
answer: .space 32
`;
const path = place.path('ask.s');
writeFileSync(path, program);
const line = (mark: string): number =>
  program.split('\n').findIndex((text) => text.endsWith(`# ${mark}`)) + 1;

/** How a client introduces itself, and what it says where clients differ. */
interface Manner {
  readonly initialize: DebugProtocol.InitializeRequestArguments & Record<string, unknown>;
  readonly launch: object;
  readonly breakpoints: (line: number) => object;
  /** In this order, when the adapter is initialized. */
  readonly configuration: readonly ('breakpoints' | 'functions' | 'exceptions')[];
  /** What it asks at a stop before anybody looks. */
  readonly levels?: object;
  readonly goodbye: readonly (readonly [command: string, args: object])[];
}

const common = {
  linesStartAt1: true,
  columnsStartAt1: true,
  pathFormat: 'path',
  supportsRunInTerminalRequest: true,
};

const manners: Record<string, Manner> = {
  'nvim-dap': {
    initialize: {
      ...common,
      clientID: 'neovim',
      clientName: 'neovim',
      adapterID: 'nvim-dap',
      supportsVariableType: true,
      supportsProgressReporting: true,
      supportsStartDebuggingRequest: true,
      locale: 'en_US.UTF-8',
    },
    launch: { type: 'trapframe', request: 'launch', name: 'This program', program: path },
    breakpoints: (at) => ({
      source: { path, name: 'ask.s' },
      sourceModified: false,
      breakpoints: [{ line: at }],
      lines: [at],
    }),
    configuration: ['breakpoints', 'exceptions'],
    goodbye: [
      ['terminate', { restart: false }],
      ['disconnect', { restart: false, terminateDebuggee: true }],
    ],
  },
  vimspector: {
    initialize: {
      ...common,
      clientID: 'vimspector',
      clientName: 'vimspector',
      adapterID: 'trapframe',
      locale: 'en_GB',
      supportsVariableType: true,
      supportsVariablePaging: false,
      supportsMemoryReferences: true,
      supportsStartDebuggingRequest: true,
    },
    launch: { request: 'launch', name: 'test', program: path },
    breakpoints: (at) => ({
      source: { name: 'ask.s', path },
      breakpoints: [{ line: at }],
      lines: [at],
      sourceModified: false,
    }),
    configuration: ['breakpoints', 'functions', 'exceptions'],
    goodbye: [['disconnect', { terminateDebuggee: true }]],
  },
  dape: {
    initialize: {
      ...common,
      clientID: 'dape',
      adapterID: 'trapframe',
      supportsVariableType: true,
      supportsMemoryEvent: true,
      supportsProgressReporting: true,
      supportsStartDebuggingRequest: true,
      supportsANSIStyling: true,
    },
    launch: { type: 'trapframe', request: 'launch', program: path },
    breakpoints: (at) => ({ source: { path }, breakpoints: [{ line: at }] }),
    configuration: ['exceptions', 'breakpoints'],
    levels: { startFrame: 0, levels: 1 },
    goodbye: [['disconnect', { restart: false, terminateDebuggee: true }]],
  },
};

const open: RawClient[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.kill();
});

/** A client that has launched and configured; `launched` is its request, which is answered when the program may start. */
async function begin(manner: Manner, launch: object = {}): Promise<RawClient> {
  const client = new RawClient(process.execPath, [place.bundle]);
  open.push(client);
  await client.request('initialize', manner.initialize);
  const launched = client.request('launch', { ...manner.launch, ...launch });
  await Promise.race([client.next('initialized'), launched]);
  for (const what of manner.configuration) {
    if (what === 'breakpoints') await client.request('setBreakpoints', manner.breakpoints(line('ask')));
    else if (what === 'functions') await client.request('setFunctionBreakpoints', { breakpoints: [] });
    else await client.request('setExceptionBreakpoints', { filters: ['syscall', 'killed', 'panic'] });
  }
  await client.request('configurationDone');
  await launched;
  return client;
}

interface Frames {
  readonly threadId: number;
  readonly stackFrames: DebugProtocol.StackFrame[];
}

/** The next stop, as the client comes to know it. */
async function stopped(client: RawClient, { levels }: Manner): Promise<Frames> {
  const { body } = (await client.next('stopped')) as DebugProtocol.StoppedEvent;
  const threadId = body.threadId!;
  const { threads } = (await client.request('threads')) as unknown as { threads: DebugProtocol.Thread[] };
  assert.deepEqual(threads, [{ id: 1, name: '1 ask' }]);
  if (levels) await client.request('stackTrace', { threadId, ...levels });
  const { stackFrames } = (await client.request('stackTrace', { threadId })) as unknown as Frames;
  return { threadId, stackFrames };
}

const evaluate = async (client: RawClient, frame: DebugProtocol.StackFrame, expression: string) =>
  (await client.request('evaluate', { expression, frameId: frame.id, context: 'repl' }))['result'];

for (const [name, manner] of Object.entries(manners)) {
  test(`as ${name} asks: into and over an ecall, a line typed in its terminal, restart, and nothing left running`, async () => {
    const client = await begin(manner);
    assert.deepEqual((await stopped(client, manner)).stackFrames[0].line, 2);

    await client.request('continue', { threadId: 1 });
    const before = await stopped(client, manner);
    assert.equal(before.stackFrames[0].line, line('ask'));
    await client.request('stepIn', { threadId: 1 });
    const { stackFrames } = await stopped(client, manner);
    assert.equal(await evaluate(client, stackFrames[0], 'mode'), 'kernel');
    const label = stackFrames.find(({ presentationHint }) => presentationHint === 'label');
    assert.equal(label?.name, '── system call: write ──');
    const { sourceReference } = label.source!;
    const { content } = await client.request('source', { source: label.source, sourceReference });
    assert.match(String(content), /^System call: write\(1, .*\n\nWhat the hardware did[^]* user → kernel\n/);
    const user = stackFrames[stackFrames.indexOf(label) + 1];
    assert.equal(user.source?.path, path);
    assert.equal(await evaluate(client, user, 'a2'), '0x6');

    // The card belongs to this instant alone.
    await client.request('setExceptionBreakpoints', { filters: ['killed', 'panic'] });
    await client.request('setBreakpoints', manner.breakpoints(line('asked')));
    await client.request('continue', { threadId: 1 });
    assert.equal((await stopped(client, manner)).stackFrames[0].line, line('asked'));
    await assert.rejects(client.request('source', { sourceReference }), /another instant/);

    await client.request('setBreakpoints', manner.breakpoints(line('answered')));
    await client.request('continue', { threadId: 1 });
    await client.until(() => client.shown.includes('name? '));
    client.terminal!.stdin!.write('Ada\r');
    const [answered] = (await stopped(client, manner)).stackFrames;
    assert.equal(answered.line, line('answered'));
    assert.equal(await evaluate(client, answered, 'a0'), '0x4');
    await client.until(() => client.shown.includes('name? Ada\n'));
    await client.request('next', { threadId: 1 });
    assert.equal((await stopped(client, manner)).stackFrames[0].line, line('answered') + 1);
    assert.ok(!client.events.some(({ body }) => (body as { category?: string })?.category === 'stdout'));

    await client.request('restart', { arguments: { ...manner.launch } });
    assert.equal((await stopped(client, manner)).stackFrames[0].line, 2);
    const [{ arguments: asked }] = client.asked;
    assert.equal(client.asked.length, 1, 'the terminal is kept');
    assert.deepEqual([asked.kind, asked.title], ['integrated', 'Trapframe: ask']);
    for (const [command, args] of manner.goodbye) await client.request(command, args);
    assert.deepEqual(await client.ends(), [0, 0]);
    assert.ok(!existsSync(dirname(asked.args.at(-1)!)), 'the socket is gone');
  });
}

const vim = manners['vimspector'];
const without = { ...vim, initialize: { ...vim.initialize, supportsRunInTerminalRequest: false } };
const words = (client: RawClient, category: string): string =>
  client.events
    .map(({ body }) => body as { category?: string; output?: string })
    .map((body) => (body?.category === category ? (body.output ?? '') : ''))
    .join('');

test('a client without terminals shows what is printed, and is told how to answer a program that reads', async () => {
  const client = await begin(without, { stopOnEntry: false });
  await client.next('stopped');
  await client.request('setBreakpoints', vim.breakpoints(line('answered')));
  await client.request('setExceptionBreakpoints', { filters: [] });
  await client.request('continue', { threadId: 1 });
  await client.until(() => words(client, 'important') !== '');
  assert.equal(words(client, 'stdout'), 'name? ');
  assert.match(
    words(client, 'important'),
    /^ask \(1\) waits for input: type a line .*"> yes".*"input" .*\n$/,
  );
  // It runs: it can be paused, and is not stuck.
  await client.request('pause', { threadId: 1 });
  await client.next('stopped');
  await client.request('continue', { threadId: 1 });
  await client.request('evaluate', { expression: '> Ada', context: 'repl' });
  const [answered] = (await stopped(client, vim)).stackFrames;
  assert.equal(await evaluate(client, answered, 'a0'), '0x4');
  await client.request('disconnect');
  assert.deepEqual(await client.ends(), [0]);
});

test('a terminal that cannot be opened is done without, in words', async () => {
  const client = new RawClient(process.execPath, [place.bundle]);
  client.refusal = 'there is no room';
  open.push(client);
  await client.request('initialize', vim.initialize);
  const launched = client.request('launch', { ...vim.launch, stopOnEntry: false, input: 'Ada\n' });
  await client.next('initialized');
  await client.request('configurationDone');
  await launched;
  await client.next('terminated');
  assert.match(
    words(client, 'important'),
    /no terminal for the console \(there is no room\): it is shown here/,
  );
  assert.equal(words(client, 'stdout'), 'name? Ada\n');
});

test('no terminal is asked for with internalConsole, nor by a client that has a console of its own', async () => {
  for (const own of [{ console: 'internalConsole' }, { clientConsole: true }]) {
    const client = await begin(vim, own);
    assert.deepEqual(client.asked, []);
    await client.request('disconnect');
  }
});

test('the console of a terminal says that nobody waits for it', async () => {
  const client = new RawClient(process.execPath, ['dist/cli.js', 'console', place.path('nobody')]);
  open.push(client);
  assert.deepEqual(await client.ends(), [2]);
});
