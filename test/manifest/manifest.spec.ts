// What package.json promises exists in the code, and what the code uses is promised in package.json.
// launch-attributes.spec.ts does the same for launch configurations.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { namesIn } from './literals';

interface Manifest {
  name: string;
  publisher: string;
  icon: string;
  contributes: {
    commands: { command: string }[];
    views: Record<string, { id: string }[]>;
    viewsWelcome?: { view: string; contents: string }[];
    walkthroughs?: {
      id: string;
      steps: {
        description: string;
        completionEvents: string[];
        media: { image: Record<string, string>; altText: string };
      }[];
    }[];
    menus?: Record<string, { command?: string; submenu?: string }[]>;
    keybindings?: { command: string }[];
    configuration?: { properties: Record<string, unknown> };
    colors: { id: string }[];
    grammars: { path: string }[];
    languages: { configuration?: string }[];
  };
}

const root = path.resolve(__dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const code = namesIn(path.join(root, 'src/extension'));
const commands = contributes.commands.map(({ command }) => command);
const views = Object.values(contributes.views)
  .flat()
  .map(({ id }) => id);

const sorted = (names: Iterable<string>): string[] => [...names].sort();
const missingFrom = (names: Iterable<string>, there: ReadonlySet<string>): string[] =>
  sorted(names).filter((name) => !there.has(name));

describe('the manifest and the code agree', () => {
  it('on commands and views: each that is declared is in the code', () => {
    assert.deepEqual(missingFrom([...commands, ...views], code.ids), []);
  });

  it('on commands, views and colours: each that is in the code is declared', () => {
    // VS Code itself makes a command that shows a view.
    const shown = views.map((view) => `${view}.focus`);
    const colors = contributes.colors.map(({ id }) => id);
    assert.deepEqual(missingFrom(code.ids, new Set([...commands, ...views, ...shown, ...colors])), []);
  });

  it('on settings, both ways', () => {
    assert.deepEqual(sorted(Object.keys(contributes.configuration?.properties ?? {})), sorted(code.settings));
  });
});

describe('the manifest names only what is there', () => {
  it('in walkthroughs: commands, views, a picture of its own in each theme, and the walkthroughs themselves', () => {
    const steps = (contributes.walkthroughs ?? []).flatMap((one) => one.steps);
    assert.notEqual(steps.length, 0);
    const known = new Set([...commands, ...views.map((view) => `${view}.focus`)]);
    const linksOf = (description: string): string[] =>
      [...description.matchAll(/\(command:([\w.]+)/g)].map((match) => match[1]);
    const linked = steps.flatMap(({ description }) => linksOf(description));
    for (const { description } of steps) assert.ok(linksOf(description).length > 0, description);
    const events = steps.flatMap(({ completionEvents }) => completionEvents);
    const ended = events.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.[1] ?? []);
    const ours = [...linked, ...ended].filter((command) => command.startsWith('trapframe.'));
    assert.deepEqual(missingFrom(ours, known), []);
    const seen = events.flatMap((event) => /^onView:(.*)$/.exec(event)?.[1] ?? []);
    assert.deepEqual(missingFrom(seen, new Set(views)), []);
    for (const { media } of steps) {
      assert.deepEqual(Object.keys(media.image), ['dark', 'light', 'hc', 'hcLight']);
      for (const image of Object.values(media.image)) assert.ok(existsSync(path.join(root, image)), image);
      assert.ok(media.altText.length > 20);
    }
    const shown = steps.map(({ media }) => media.image['dark']);
    assert.equal(new Set(shown).size, steps.length, 'each step has a picture of its own');
    const welcome = (contributes.viewsWelcome ?? []).map(({ contents }) => contents).join('\n');
    const { publisher, name } = manifest;
    const opened = [...welcome.matchAll(/openWalkthrough\?%22(.*?)%23(\w+)%22/g)].map(([, of, id]) => [
      of,
      id,
    ]);
    assert.notEqual(opened.length, 0);
    for (const one of opened)
      assert.deepEqual(one, [`${publisher}.${name}`, contributes.walkthroughs?.[0].id]);
  });

  it('in menus, key bindings and welcome texts', () => {
    const used = [
      ...Object.values(contributes.menus ?? {}).flat(),
      ...(contributes.keybindings ?? []),
    ].flatMap(({ command }) => command ?? []);
    const linked = (contributes.viewsWelcome ?? []).flatMap(({ contents }) =>
      [...contents.matchAll(/\(command:([\w.]+)/g)].map((match) => match[1]),
    );
    const ours = [...used, ...linked].filter((command) => command.startsWith('trapframe.'));
    assert.notEqual(ours.length, 0);
    assert.deepEqual(missingFrom(ours, new Set(commands)), []);
    const welcomed = (contributes.viewsWelcome ?? []).map(({ view }) => view);
    assert.deepEqual(missingFrom(welcomed, new Set(views)), []);
  });

  it('as files', () => {
    const files = [
      manifest.icon,
      ...contributes.grammars.map((grammar) => grammar.path),
      ...contributes.languages.flatMap(({ configuration }) => configuration ?? []),
    ];
    assert.deepEqual(
      files.filter((file) => !existsSync(path.join(root, file))),
      [],
    );
  });
});
