// Tables of the documentation say what the code says: no more and no less.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { commands } from '../../src/cli/dispatch';
import { capabilities } from '../../src/dap/capabilities';
import { fieldCalled, fieldNames } from '../../src/debug/events/query/fields';
import { eventKinds } from '../../src/debug/events/event';
import { sizeInWords } from '../../src/debug/launch/kinds';
import { option, optionNames, spelling, type OptionName } from '../../src/debug/launch/options';
import { trapFilters } from '../../src/debug/traps/filters';
import { systemCalls } from '../../src/toolchain/system-calls';
import { anchors, page, pages, root, table } from './pages';

const configuration = page('docs/launch-configuration.md');
const cli = page('docs/cli.md');
const protocol = page('docs/protocol.md');
const kernel = page('docs/kernel.md');

const first = (rows: string[][]): string[] => rows.map(([cell]) => cell);

/** A default as a launch configuration would spell it. */
function shownDefault(name: OptionName): string {
  const { default: value } = option(name);
  if (value === undefined) return '';
  const isSize = name === 'memory' || name === 'recordingBudget';
  return JSON.stringify(isSize ? sizeInWords(value as number) : value);
}

describe('docs/launch-configuration.md', () => {
  it('has every attribute with its default and what it takes', () => {
    assert.deepEqual(
      table(configuration, 'Attributes', 'attribute'),
      optionNames('launch').map((name) => [name, shownDefault(name), option(name).kind.allowed]),
    );
  });
});

describe('docs/cli.md', () => {
  it('has every command', () => {
    const names = first(table(cli, 'Command line', 'command'));
    assert.deepEqual(
      names,
      commands.map(({ name }) => name),
    );
  });

  it('has every option of a run', () => {
    assert.deepEqual(
      first(table(cli, 'Options of a run', 'option')),
      optionNames('command').map((name) => spelling(name, 'command')),
    );
  });

  it('has every field of events', () => {
    assert.deepEqual(
      table(cli, 'Questions about a run', 'field'),
      fieldNames.map((name) => [name, fieldCalled(name).doc]),
    );
  });

  for (const name of ['trace', 'sched']) {
    it(`has every option of ${name} itself`, () => {
      const { flags } = commands.find((command) => command.name === name)!;
      assert.deepEqual(
        first(table(cli, name, 'option')),
        Object.keys(flags).map((flag) => spelling(flag, 'command')),
      );
    });
  }

  it('has every kind of event', () => {
    assert.deepEqual(Object.fromEntries(table(cli, 'trace', 'kind')), eventKinds);
  });
});

describe('command lines in the documentation', () => {
  const calls = pages.flatMap(({ name, text }) =>
    [...text.replaceAll('\\\n', ' ').matchAll(/(?:^[ $]*trapframe|node dist\/cli\.js) ([a-z].*)$/gm)].map(
      (match) => ({ name, words: match[1].split(/[\s[\]]+/) }),
    ),
  );

  it('name commands and options that there are', () => {
    assert.ok(calls.length > 5, `only ${calls.length} found`);
    const unknown = calls.flatMap(({ name, words: [called, ...words] }) => {
      const command = commands.find((one) => one.name === called);
      if (!command) return [`${name}: ${called}`];
      const allowed = [...Object.keys(command.flags), ...(command.runs ? optionNames('command') : [])];
      const known = ['--', '--help', ...allowed.map((flag) => spelling(flag, 'command'))];
      return words
        .filter((word) => word.startsWith('--') && !known.includes(word.split('=')[0]))
        .map((word) => `${name}: ${called} ${word}`);
    });
    assert.deepEqual(unknown, []);
  });
});

describe('docs/protocol.md', () => {
  it('has every capability', () => {
    const declared = Object.keys(capabilities).filter((name) => name !== 'exceptionBreakpointFilters');
    assert.deepEqual(first(table(protocol, 'Capabilities', 'capability')).sort(), declared.sort());
  });

  it('has every filter with its label, and the reason of its stops', () => {
    assert.deepEqual(
      table(protocol, 'Filters', 'filter').map(([id, label, , reason]) => [id, label, reason]),
      trapFilters.map(({ id, label, exceptional }) => [id, label, exceptional ? 'exception' : 'breakpoint']),
    );
  });

  it('has every request and event of our own', () => {
    const folder = path.join(root, 'src/protocol');
    const types = readdirSync(folder)
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .join('\n');
    const declared = [...types.matchAll(/^ {2}'(trapframe\/\w+)':/gm)].map((match) => match[1]);
    assert.ok(declared.length > 0);
    const described = anchors(protocol).filter((anchor) => anchor.startsWith('trapframe'));
    assert.deepEqual(described.sort(), declared.map((name) => name.replace('/', '').toLowerCase()).sort());
  });
});

describe('docs/kernel.md', () => {
  it('has every system call by number and name', () => {
    assert.deepEqual(
      table(kernel, 'System calls', 'number').map(([number, call]) => `${number} ${call.split('(')[0]}`),
      systemCalls.map(({ number, name }) => `${number} ${name}`),
    );
  });
});
