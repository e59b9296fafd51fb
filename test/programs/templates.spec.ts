// What New Program makes is a program: each is built and run as it is.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandLine } from '../../src/cli/surroundings.fixture';
import { templates, whyNoName } from '../../src/extension/programs/templates';

const all = Object.assign({}, ...templates.map((one, index) => one.files(`mine${index}`))) as Record<
  string,
  string
>;
const { path, trapframe } = commandLine(all);

describe('New Program', () => {
  for (const [index, template] of templates.entries()) {
    it(`${template.label}: it runs, and says something`, async () => {
      const name = `mine${index}`;
      const [program] = Object.keys(template.files(name));
      const sources = template.sources?.(name).map((source) => path(source)) ?? [];
      const { status, out, err } = await trapframe(
        'run',
        ...(sources.length === 0 ? [] : ['--sources', sources.join(',')]),
        path(program),
      );
      assert.equal(status, 0, err);
      assert.match(out, /Hello from|1960 \+ 22 = 1982/);
    });
  }

  it('a name is a file name everywhere', () => {
    for (const good of ['hello', 'my-lab_2', '7up']) assert.equal(whyNoName(good), undefined);
    for (const bad of ['', '-x', 'a b', '../up', 'a.s', 'ü']) assert.notEqual(whyNoName(bad), undefined);
  });
});
