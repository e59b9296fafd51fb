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

test('each choice of an attribute is explained', () => {
  const { properties } = debuggerOf.configurationAttributes.launch;
  for (const [name, property] of Object.entries<object>(properties)) {
    const schemas = 'anyOf' in property ? (property.anyOf as object[]) : [property];
    for (const schema of schemas.filter((one) => 'enum' in one)) {
      const { enum: choices, markdownEnumDescriptions: words } = schema as {
        enum: unknown[];
        markdownEnumDescriptions?: string[];
      };
      assert.equal(words?.length, choices.length, name);
      for (const [i, choice] of choices.entries()) assert.notEqual(words?.[i], choice);
    }
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
