import assert from 'node:assert/strict';
import { test } from 'node:test';
import manifest from '../../package.json';
import { sizeInWords } from '../../src/debug/launch/kinds';
import { option, optionNames } from '../../src/debug/launch/options';
import { programLanguages } from '../../src/extension/configuration/complete';

const [debuggerOf] = manifest.contributes.debuggers;

test('the launch attributes in package.json are those that the debugger reads', () => {
  const expected = Object.fromEntries(
    optionNames('launch').map((name) => {
      const { kind, default: value, description } = option(name);
      const isSize = name === 'memory' || name === 'recordingBudget';
      const shown = isSize ? sizeInWords(value as number) : value;
      return [
        name,
        {
          ...kind.schema,
          ...(shown === undefined ? {} : { default: shown }),
          markdownDescription: description,
        },
      ];
    }),
  );
  const { properties } = debuggerOf.configurationAttributes.launch;
  assert.deepEqual(withoutEnumDescriptions(properties), withoutEnumDescriptions(expected));
});

test('each choice of an attribute that explains its choices is explained', () => {
  const { control, policy } = debuggerOf.configurationAttributes.launch.properties;
  for (const one of [control, policy.anyOf[0]]) {
    const { enum: choices, markdownEnumDescriptions: words } = one as {
      enum: string[];
      markdownEnumDescriptions: string[];
    };
    assert.equal(words.length, choices.length);
    for (const [i, choice] of choices.entries()) assert.notEqual(words[i], choice);
  }
});

/** What each choice means is for the editor alone. */
const withoutEnumDescriptions = (schema: unknown): unknown =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => (key === 'markdownEnumDescriptions' ? undefined : value)),
  );

test('F5 and breakpoints know the same languages', () => {
  assert.deepEqual(debuggerOf?.languages, programLanguages);
  const languages = manifest.contributes.breakpoints.map(({ language }) => language);
  assert.deepEqual(languages, programLanguages);
});
