import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace } from './adapter';

const place = workplace();

test('a value as a whole, to be copied; elsewhere it is cut', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('data.c') } });
  await client.stopped();
  const evaluate = async (context: string) =>
    (await client.request<{ result: string }>('evaluate', { expression: 'numbers', context })).result;
  const [shown, copied] = [await evaluate('watch'), await evaluate('clipboard')];
  assert.ok(shown.length < 1000, shown);
  assert.ok(copied.length > 10 * shown.length, copied);
});

test('each trigger character brings completions of what stands before it', async () => {
  const client = await place.start();
  const { body } = await client.initializeRequest();
  const launched = client.request('launch', { program: place.path('data.c') });
  await client.next('initialized');
  await client.request('configurationDone');
  await launched;
  await client.stopped();
  const before: Readonly<Record<string, string>> = { '.': 'second', '>': '(&second)-', $: '', ':': '3:' };
  const characters = body?.completionTriggerCharacters ?? [];
  assert.deepEqual([...characters].sort(), Object.keys(before).sort());
  for (const character of characters) {
    const text = character === ':' ? before[character] : before[character] + character;
    const { targets } = await client.request<DebugProtocol.CompletionsResponse['body']>('completions', {
      text,
      column: text.length + 1,
    });
    assert.ok(targets.length > 0, text);
  }
});
