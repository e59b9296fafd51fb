// Integers in hexadecimal or decimal, for clients that have no format of their own in their requests.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NumberFormatBody } from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();

/** `data.c`, stopped where its locals have their values. */
async function atCall(supportsInvalidatedEvent = true) {
  const client = await place.start();
  const initialize = client.initializeRequest.bind(client);
  client.initializeRequest = () =>
    initialize({ adapterID: 'trapframe', supportsInvalidatedEvent, pathFormat: 'path' });
  const path = place.path('data.c');
  await client.begin({
    launch: { program: path, stopOnEntry: false },
    breakpoints: { [path]: [{ line: place.line('data.c', 'call') }] },
  });
  const frame = (await client.stopped()).top.id;
  return {
    client,
    locals: async () => {
      const { total, big, letter, yes, paint, point, grid } = await client.scope(frame, 'Locals');
      return [total, big, letter, yes, paint, point, grid];
    },
    registers: () => client.scope(frame, 'Registers'),
    set: (args: object) => client.request<NumberFormatBody>('trapframe/numberFormat', args),
  };
}

const decimal = ['-3', '4000000000', "104 'h'", 'true', 'BLUE', '{x = 10, y = 20}', '{{1, 2, 3}, {4, 5, 6}}'];
const hexadecimal = [
  '0xfffffffd',
  '0xee6b2800',
  "0x68 'h'",
  'true',
  'BLUE (0x6)',
  '{x = 0xa, y = 0x14}',
  '{{0x1, 0x2, 0x3}, {0x4, 0x5, 0x6}}',
];

test('integers of variables and watches turn to hexadecimal and back; registers stay as they are', async () => {
  const { client, locals, registers, set } = await atCall();
  const before = await registers();
  assert.deepEqual(await locals(), decimal);
  assert.equal(await client.evaluate('total + 13'), '10');

  assert.deepEqual(await set({ hexadecimal: true }), { hexadecimal: true });
  assert.deepEqual((await client.next('invalidated')).body, { areas: ['variables'] });
  assert.deepEqual(await locals(), hexadecimal);
  assert.equal(await client.evaluate('total + 13'), '0xa');
  assert.deepEqual(await registers(), before);
  for (const [name, value] of Object.entries(before)) assert.match(value, /^0x[0-9a-f]+( |$)/, name);
  const asked = await client.request('evaluate', { expression: 'total + 13', format: { hex: false } });
  assert.equal(asked['result'], '10', "a request's own format goes before");

  assert.deepEqual(await set({}), { hexadecimal: false }, 'without an argument it is the other one');
  assert.deepEqual((await client.next('invalidated')).body, { areas: ['variables'] });
  assert.deepEqual(await locals(), decimal);
  assert.deepEqual(await set({}), { hexadecimal: true });
  assert.deepEqual(await locals(), hexadecimal);
});

test('what is no format is refused and changes nothing; who does not know the event does not get it', async () => {
  const { client, locals, set } = await atCall(false);
  assert.match(await client.refusal('trapframe/numberFormat', { hexadecimal: 16 }), /true or false/);
  assert.deepEqual(await locals(), decimal);
  await set({ hexadecimal: true });
  assert.deepEqual(await locals(), hexadecimal);
  assert.ok(client.events.every(({ event }) => event !== 'invalidated'));
});
