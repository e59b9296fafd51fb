// Labs where there is no Node: the worker that the extension starts in a browser reads them and runs their checks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FileSystem } from '../../src/base/files';
import { buildKernel } from '../../src/labs/testing/judged.fixture';
import { LabService } from '../../src/labs/service';
import { webLabs, type WebLabs } from './browser';
import { folder as labs, host, lessons } from './lessons';

const EXTENSION = 'https://editor.example/extensions/trapframe';
const WORKSPACE = 'vscode-vfs://memory/work';

/** What a workspace is made of: folders of the lab, the last that has a file counts. */
let layers: readonly string[] = [];

/** Files by URIs: those of the extension, and a workspace that was made of parts of a lab. */
const files: FileSystem = {
  readFile: async (path, limit) => host.files.readFile(await real(path), limit),
  exists: async (path) => host.files.exists(await real(path)),
  realPath: (path) => Promise.resolve(path),
  readFolder: async (path) => host.files.readFolder(await real(path)),
};

async function real(path: string): Promise<string> {
  assert.match(path, /^(https|vscode-vfs):/, 'every path is a URI');
  if (path.startsWith(EXTENSION)) return host.sourceRoot + path.slice(EXTENSION.length);
  const all = [...layers].reverse().map((layer) => layer + path.slice(WORKSPACE.length));
  for (const one of all) if (await host.files.exists(one)) return one;
  return all[all.length - 1];
}

let web: WebLabs;
before(async () => {
  buildKernel();
  web = await webLabs(files, EXTENSION, WORKSPACE);
});
after(() => web.close());

/** Labs that need no compiler: with them a course is whole in a browser. */
const WHOLE = ['01', '02', '03', '04', '06', '07', '10', '11'];

/** Some whose failures are compared with those elsewhere, to the instant: with the kernel, without one, with the timer. */
const COMPARED = ['03', '04', '07'];

test('the labs of the course that must be whole in a browser need nothing', async () => {
  for (const number of WHOLE) {
    const name = lessons.find((one) => one.startsWith(number))!;
    const { needs } = await web.ask('lab', { folder: `${EXTENSION}/labs/${name}` });
    assert.deepEqual(needs, [], name);
  }
});

for (const name of lessons) {
  test(`${name} in a browser: its checks have the verdicts that they have elsewhere`, async () => {
    const folder = `${EXTENSION}/labs/${name}`;
    const body = await web.ask('lab', { folder });
    const path = (part: string): string => `${labs}/${name}/${part}`;
    if (body.needs.includes('c-compiler')) {
      // It opens, and a check says what is missing.
      layers = [path('starter'), path('solution')];
      const { checks } = await web.ask('check', { folder, workspace: WORKSPACE });
      assert.ok(checks.every(({ passed }) => passed !== true));
      assert.match(
        checks[0].message,
        /the kernel is built with .*\.c.*, which needs a C compiler, and there is none here/,
      );
      for (const run of body.runs) {
        const launched = web.ask('launch', { folder, workspace: WORKSPACE, run });
        if (run === 'before') assert.ok((await launched).configuration['program']);
        else await assert.rejects(launched, /which needs a C compiler/);
      }
      return;
    }
    layers = [path('starter'), path('solution')];
    const solved = await web.ask('check', { folder, workspace: WORKSPACE });
    const failing = solved.checks.filter(({ passed }) => passed !== true);
    assert.deepEqual(failing, []);
    assert.deepEqual(
      solved.checks.map(({ id }) => id),
      body.checks.map(({ id }) => id),
    );

    if (!COMPARED.includes(name.slice(0, 2))) return;
    layers = [path('starter')];
    const begun = await web.ask('check', { folder, workspace: WORKSPACE });
    const here = new LabService({ host });
    const same = await here.answer({
      id: 1,
      request: 'check',
      args: { folder: `${labs}/${name}`, workspace: path('starter') },
    });
    assert.ok('answer' in same);
    assert.deepEqual(begun.checks, (same.answer as typeof begun).checks);
    const { failure } = begun.checks.find(({ passed }) => passed === false)!;
    assert.ok(begun.recordings[failure!.recording!].length > 0, 'what failed can be travelled through');
  });
}
