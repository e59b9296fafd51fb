// What ships: everything that the product needs at run time, nothing else, and not much of it.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pages } from '../../scripts/build';
import { packageExtension } from '../../scripts/package';
import { entriesOf, textOf } from './zip';
import { inRoot } from '../../scripts/root';

/** Bytes: machine, kernel, tools and grader, the labs, the documentation and its pictures. */
const LIMIT = 5_000_000;

/** Where links of the README lead that are no addresses: files and folders of the repository. */
const links = [...readFileSync('README.md', 'utf8').matchAll(/\]\((?![a-z]+:)([^)#\s]+)/g)].map(
  ([, name]) => name,
);

/** What the README, its pages and the walkthrough show, which the editor shows as well. */
const pictures = [
  ...picturesIn('README.md'),
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => picturesIn(`docs/${name}`)),
  ...[...readFileSync('package.json', 'utf8').matchAll(/"(docs\/pictures\/.*\.png)"/g)].map(
    ([, name]) => name,
  ),
];

function picturesIn(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/\]\(([\w/-]+\.png)\)/g)].map(([, name]) =>
    path.posix.join(path.posix.dirname(page), name),
  );
}

describe('the package', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  const file = path.join(folder, 'trapframe.vsix');
  let entries: string[] = [];

  before(async () => {
    await packageExtension(file);
    entries = entriesOf(file).map((name) => name.replace(/^extension\//, ''));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const name of [
    'package.json',
    'readme.md',
    'changelog.md',
    'LICENSE.txt',
    'dist/extension.js',
    'dist/worker.js',
    'dist/browser.js',
    'dist/web-worker.js',
    'dist/web-language-server.js',
    'dist/cli.js',
    'dist/main.js',
    'dist/language-server.js',
    'dist/kernel/kernel.elf',
    'dist/programs/sh',
    'kernel/trap.c',
    'kernel/trap_vector.S',
    'kernel/kernel.ld',
    'kernel/user/include/trapframe.h',
    'kernel/user/lib/calls.S',
    'kernel/user/start.S',
    'kernel/user/program.ld',
    'kernel/user/job.s',
    'media/kernel-description.schema.json',
    'dist/THIRD-PARTY-NOTICES.txt',
    ...Object.keys(pages).map((name) => `dist/${name}`),
    ...new Set(pictures),
  ]) {
    it(`holds ${name}`, () => assert.ok(entries.includes(name)));
  }

  it('holds what links of the README lead to', () => {
    // vsce gives two files other names.
    const shipped = new Set(['CHANGELOG.md', 'LICENSE', ...entries]);
    assert.ok(links.length > 10);
    assert.deepEqual(
      links.filter((name) => !shipped.has(name)),
      [],
    );
  });

  it('has a list of the folders that the extension copies from', () => {
    const list = JSON.parse(readFileSync(inRoot('dist', 'files.json'), 'utf8')) as string[];
    assert.deepEqual(list, entries.filter((name) => /^(?:kernel|labs)\//.test(name)).sort());
  });

  it('has no answers of labs', () => {
    assert.ok(entries.some((name) => /^labs\/[^/]+\/starter\//.test(name)));
    assert.deepEqual(
      entries.filter((name) => /^labs\/[^/]+\/(?:solution|wrong|hidden)/.test(name)),
      [],
    );
  });

  it('is a pre-release when that is asked for, and only then', async () => {
    const early = path.join(folder, 'early.vsix');
    await packageExtension(early, true);
    const isEarly = (vsix: string): boolean =>
      textOf(vsix, 'extension.vsixmanifest').includes('Microsoft.VisualStudio.Code.PreRelease');
    assert.deepEqual([isEarly(early), isEarly(file)], [true, false]);
  });

  it('links to no source map, as none ships', () => {
    const scripts = entries.filter((name) => /\.(js|css)$/.test(name));
    assert.ok(scripts.length > 4);
    assert.deepEqual(
      scripts.filter((name) => readFileSync(inRoot(name), 'utf8').includes('sourceMappingURL=')),
      [],
    );
  });

  it('holds the licence of every package that is bundled', () => {
    const notices = readFileSync(inRoot('dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of [
      '@vscode/debugadapter',
      'vscode-languageclient',
      'vscode-languageserver-types',
      'semver',
    ]) {
      assert.match(notices, new RegExp(`^${name} [0-9.]+ \\(`, 'm'));
    }
    assert.ok(notices.split('Permission').length > 8);
  });

  it('holds no tests, no source maps, no TypeScript and no tools', () => {
    const unwanted = entries.filter((name) =>
      /\.(ts|map|mjs|cjs)$|\.spec\.|^(src|test|scripts|node_modules|\.)|^dist\/test/.test(name),
    );
    assert.deepEqual(unwanted, []);
  });

  it(`is smaller than ${LIMIT / 1_000_000} MB`, () => assert.ok(statSync(file).size < LIMIT));
});
