import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { termNamed } from '../../src/base/glossary';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import { Query } from '../../src/debug/events/query/query';
import { lineOf } from '../../src/extension/labs/place';
import { loadLab } from '../../src/labs/format/load';
import { folder, host, lessons } from './lessons';

const VIEWS = [
  'timeline',
  'events',
  'physicalMemory',
  'cpu',
  'trapCard',
  'addressSpace',
  'trapTable',
  'processes',
];

for (const name of lessons) {
  test(`each link in the texts of the lab ${name} leads somewhere`, async () => {
    const path = join(folder, name);
    const lab = await loadLab(host.files, path);
    const place = (rest: string): boolean => {
      const [file, anchor] = rest.split('#');
      const there = join(path, 'starter', file);
      return (
        existsSync(there) &&
        (anchor === undefined || lineOf(readFileSync(there, 'utf8'), anchor) !== undefined)
      );
    };
    const leads: Readonly<Record<string, (rest: string) => boolean>> = {
      open: place,
      break: place,
      start: (run) => Object.hasOwn(lab.runs, run),
      seek: (where) => /^\d+$/.test(where) || new Query(where, undefined) instanceof Query,
      view: (view) => VIEWS.includes(view),
      check: (ids) => ids === '' || ids.split(',').every((one) => lab.checks.some(({ id }) => id === one)),
      term: (term) => termNamed(term) !== undefined,
    };
    const wrong: string[] = [];
    for (const { text } of lab.steps) {
      const markdown = readFileSync(join(path, text), 'utf8');
      for (const [, href] of markdown.matchAll(/\]\(([^)]*)\)/g)) {
        const [, scheme = '', rest = ''] = /^([a-z]+):(.*)$/.exec(href) ?? [];
        if (!Object.hasOwn(leads, scheme) || !leads[scheme](decodeURIComponent(rest)))
          wrong.push(`${text}: ${href}`);
      }
    }
    assert.deepEqual(wrong, []);
    const told = new Set(lab.steps.flatMap(({ checks }) => checks));
    const untold = lab.checks.filter(({ id, hidden }) => !hidden && !told.has(id)).map(({ id }) => id);
    assert.deepEqual(untold, [], 'checks that no step names');
  });
}

for (const name of lessons) {
  test(`F5 in a copy of the lab ${name} finds what the launch configurations name`, () => {
    const starter = join(folder, name, 'starter');
    const text = readFileSync(join(starter, '.vscode', 'launch.json'), 'utf8');
    const { configurations } = JSON.parse(text) as { configurations: Record<string, unknown>[] };
    assert.ok(configurations.length > 0);
    const names = configurations.map((configuration) => configuration['name']);
    assert.equal(new Set(names).size, names.length);
    for (const configuration of configurations) {
      assert.equal(configuration['type'], 'trapframe');
      assert.ok(readLaunchConfiguration(configuration).programs.length > 0);
    }
    for (const [, file] of text.matchAll(/\$\{workspaceFolder\}\/([^"]+)"/g))
      assert.ok(existsSync(join(starter, file)), file);
  });
}
