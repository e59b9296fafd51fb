// One file by several spellings: a breakpoint set through one binds in a program built through another.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace, type TestClient } from './adapter';
import { programs } from './programs';

const place = workplace();
const line = place.line('hello.s', 'greet');

type Set = DebugProtocol.SetBreakpointsResponse['body'];
const set = async (client: TestClient, path: string): Promise<DebugProtocol.Breakpoint> =>
  (await client.request<Set>('setBreakpoints', { source: { path }, breakpoints: [{ line }] })).breakpoints[0];

/** The spellings of a file of the workplace, by what is special about them. */
function spellings(path: string): Record<string, string> {
  const folder = dirname(path);
  const name = basename(path);
  symlinkSync(folder, join(folder, 'link'));
  symlinkSync(path, join(folder, 'other-name.s'));
  mkdirSync(join(folder, 'sub'));
  return {
    plain: path,
    dot: `${folder}/./${name}`,
    'two dots': `${folder}/sub/../${name}`,
    'double slash': `${folder}//${name}`,
    'linked folder': join(folder, 'link', name),
    'linked file': join(folder, 'other-name.s'),
    URI: pathToFileURL(path).href,
  };
}

test('a breakpoint binds by any spelling of a path, before and after the launch, and in a program launched by any', async () => {
  const all = spellings(place.path('hello.s'));
  for (const [name, program] of Object.entries(all)) {
    const client = await place.start();
    await client.initializeRequest();
    // Set before the launch, too.
    const early = await set(client, all['linked folder']);
    const launched = client.request('launch', { program, stopOnEntry: false });
    await Promise.race([client.next('initialized'), launched]);
    const told = client.events
      .filter(({ event }) => event === 'breakpoint')
      .map(({ body }) => (body as DebugProtocol.BreakpointEvent['body']).breakpoint);
    assert.deepEqual(
      told.map(({ id, verified }) => ({ id, verified })),
      [{ id: early.id, verified: true }],
      name,
    );
    await client.request('setBreakpoints', { source: { path: all['linked folder'] }, breakpoints: [] });
    for (const [other, path] of Object.entries(all)) {
      const bound = await set(client, path);
      assert.equal(bound.verified, true, `${other}, of a program by ${name}: ${bound.message}`);
      await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
    }
    // Shown as the client spelled it last.
    const { source } = await set(client, all['linked file']);
    assert.equal(source?.path, all['linked file']);
    await client.request('configurationDone');
    await launched;
    const stop = await client.stopped();
    assert.deepEqual(stop.top.source, { name: 'other-name.s', path: all['linked file'] });
    const { content } = await client.request<{ content: string }>('source', {
      source: { path: all['two dots'] },
    });
    assert.equal(content, programs['hello.s']);
    await client.close();
  }
});

test('another file of the same name is another file', async () => {
  const client = await place.start();
  const other = join(place.folder, 'elsewhere');
  mkdirSync(other);
  writeFileSync(join(other, 'loop.s'), programs['loop.s']);
  await client.begin({ launch: { program: place.path('loop.s') } });
  await client.stopped();
  const { verified, message } = await set(client, join(other, 'loop.s'));
  assert.equal(verified, false);
  assert.match(message ?? '', /no program of this session was built from loop\.s/);
});

test('a client whose paths are URIs gives and gets them', async () => {
  const client = await place.start();
  await client.initializeRequest({ adapterID: 'trapframe', pathFormat: 'uri' });
  const launched = client.request('launch', { program: place.path('hello.s'), stopOnEntry: false });
  await Promise.race([client.next('initialized'), launched]);
  const uri = pathToFileURL(place.path('hello.s')).href;
  const bound = await set(client, uri);
  assert.equal(bound.verified, true);
  assert.deepEqual(bound.source, { name: 'hello.s', path: uri });
  await client.request('configurationDone');
  await launched;
  const { top } = await client.stopped();
  assert.equal(top.source?.path, uri);
  const { sources } = await client.request<{ sources: DebugProtocol.Source[] }>('loadedSources');
  assert.ok(sources.every(({ path }) => path?.startsWith('file:///')));
  const locations = await client.request<{ breakpoints: unknown[] }>('breakpointLocations', {
    source: { path: uri },
    line,
  });
  assert.equal(locations.breakpoints.length, 1);
  assert.match(
    await client.refusal('setBreakpoints', { source: { path: 'file://elsewhere/hello.s' }, breakpoints: [] }),
    /file:\/\/elsewhere\/hello\.s is no file of this computer/,
  );
});
