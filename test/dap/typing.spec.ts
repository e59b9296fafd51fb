// What is typed while a program is debugged reaches it as on a real machine: through the UART, its interrupt and the kernel.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { HashBody, MachineBody } from '../../src/protocol/requests';
import { workplace, type TestClient } from './adapter';

const place = workplace();

const program = `#include <trapframe.h>
int main(void) {
  char line[32];
  int lines = 0;
  while (read_line(line, sizeof line)) {
    lines++;                                  // line
    printf("<%s>\\n", line);
  }
  return lines;
}
`;
const path = place.path('lines.c');
const line = program.split('\n').findIndex((text) => text.includes('// line')) + 1;
writeFileSync(path, program);

/** Types a text of the terminal. */
const type = (client: TestClient, text: string) => client.request('trapframe/consoleInput', { text });

/** A session that somebody may type at, before its first instruction. */
async function begin(launch: object = {}, breakpoints: { line: number }[] = []): Promise<TestClient> {
  const client = await place.start();
  await client.initializeRequest();
  const launched = client.request('launch', { program: path, stopOnEntry: false, ...launch });
  await Promise.race([client.next('initialized'), launched]);
  await client.request('trapframe/consoleInput');
  await client.request('setBreakpoints', { source: { path }, breakpoints });
  await client.request('configurationDone');
  await launched;
  return client;
}

/** Waits until the console shows a text. */
async function shows(client: TestClient, text: string): Promise<void> {
  while (!client.console.includes(text)) await client.next('output');
}

test('a program that waits for input is not stuck; what is typed is echoed, corrected, and read', async () => {
  const client = await begin();
  await type(client, 'onx\x7fe\r');
  await shows(client, '<one>');
  await type(client, 'grün\r');
  await shows(client, '<grün>');
  assert.ok(client.console.startsWith('onx\b \be\n<one>'), JSON.stringify(client.console));
  await type(client, '\x04');
  const { body } = await client.next<{ exitCode: number }>('exited');
  assert.equal(body.exitCode, 2);
  assert.match(await client.refusal('trapframe/consoleInput', { text: 'x' }), /switched off/);
});

test('a line is corrected by whole characters, and keys that move the cursor do not move it', async () => {
  const client = await begin();
  await type(client, 'gr\u00fc\x7fu\t\x7f\x1b[A\x7f\x7f\x7fn\r');
  await shows(client, '<grun>');
  const echoed = 'gr\u00fc\b \bu \b \b^[[A\b \b\b \b\b \b\b \bn\n';
  assert.equal(client.console, `${echoed}<grun>\n`);
  await type(client, 'gone \u20ac\x15kept\r');
  await shows(client, '<kept>');
});

test('the shell is typed at: what is typed is echoed and corrected, and Control-C ends the foreground alone', async () => {
  const client = await begin({ program: 'builtin:sh' });
  await shows(client, '$ ');
  await type(client, 'echp\x7fo one\r');
  await shows(client, '$ echp\b \bo one\none\n$ ');
  await type(client, 'sleep 1000000000\r');
  await shows(client, 'sleep 1000000000\n');
  await type(client, '\x03');
  await shows(client, '^C\n$ ');
  await type(client, 'echo status $?\r');
  await shows(client, '\nstatus 130\n$ ');
  await type(client, 'given up\x03');
  await shows(client, 'given up^C\n$ ');
  await type(client, 'exit 4\r');
  const { body } = await client.next<{ exitCode: number }>('exited');
  assert.equal(body.exitCode, 4);
});

test('what is typed while the machine stands comes at that instant, and makes the run what it is', async () => {
  const run = async (text: string) => {
    const client = await begin({ stopOnEntry: 'main' }, [{ line }]);
    await client.stopped();
    const { instruction } = await client.request<MachineBody>('trapframe/machine');
    await type(client, text);
    assert.equal((await client.request<MachineBody>('trapframe/machine')).instruction, instruction);
    await client.go('continue');
    const { hash } = await client.request<HashBody>('trapframe/hash');
    return { hash, read: await client.evaluate('line') };
  };
  const first = await run('a\r');
  assert.match(first.read, /"a"/);
  assert.deepEqual(await run('a\r'), first);
  assert.notEqual((await run('b\r')).hash, first.hash);
});

test('Pause stops a machine that waits for input; restart lets type again', async () => {
  const client = await begin();
  await type(client, 'one\r');
  await shows(client, '<one>');
  await client.request('pause', { threadId: 1 });
  await client.stopped();
  await client.request('restart');
  await client.next('continued', 'trapframe/changed', 'output');
  await type(client, 'again\r');
  await shows(client, '<again>');
});

test('when nobody will type any more, a machine that waits for it is stuck, and says so', async () => {
  const client = await begin();
  await type(client, 'one\r');
  await shows(client, '<one>');
  await client.request('trapframe/consoleInput', { end: true });
  await client.next('terminated');
  const said = client.events.map(({ body }) => (body as { output?: string } | undefined)?.output ?? '');
  assert.ok(
    said.some((words) => /input|stuck/.test(words)),
    said.join(''),
  );
});

test('typing is refused in words where it cannot be', async () => {
  const client = await begin({ input: { text: 'given\n' }, stopOnEntry: 'main' });
  await client.stopped();
  assert.match(await client.refusal('trapframe/consoleInput', { text: 'x' }), /leave out "input" to type/);
  assert.match(await client.refusal('trapframe/consoleInput', { text: 3 }), /text must be a text/);
  assert.match(await client.refusal('trapframe/consoleInput', { end: 1 }), /end must be true or false/);
  assert.match(await client.refusal('trapframe/consoleInput', { text: 'x'.repeat(65537) }), /at most 65536/);
});
