import { UserError } from '../../base/errors';

/** As much of JSON Schema as the schema of kernel descriptions uses. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly minLength?: number;
  readonly minimum?: number;
  readonly pattern?: string;
}

/** @throws UserError with one line that names the place in `json` that is wrong, and what it must be */
export function checkSchema(json: unknown, schema: Schema, what: string): void {
  const problem = problemIn(json, schema, '');
  if (problem !== undefined) throw new UserError(`${what} is wrong: ${problem}`);
}

function problemIn(value: unknown, schema: Schema, place: string): string | undefined {
  const wrong = `${place === '' ? 'it' : place} must be ${inWords(schema)}`;
  if (schema.anyOf) {
    const problems = schema.anyOf.map((one) => problemIn(value, one, place));
    if (problems.includes(undefined)) return undefined;
    // What is an object is judged as one: its own problem says more than a list of all that is allowed.
    const index = schema.anyOf.findIndex(({ type }) => type === 'object');
    return isObject(value) && index >= 0 ? problems[index] : wrong;
  }
  if (schema.enum) return schema.enum.includes(value) ? undefined : wrong;
  switch (schema.type) {
    case 'object':
      return isObject(value) ? problemInObject(value, schema, place) : wrong;
    case 'array':
      return Array.isArray(value) ? problemInList(value, schema, place) : wrong;
    case 'integer':
      return Number.isInteger(value) && (value as number) >= (schema.minimum ?? -Infinity)
        ? undefined
        : wrong;
    default:
      return isText(value, schema) ? undefined : wrong;
  }
}

function problemInObject(value: Fields, schema: Schema, place: string): string | undefined {
  const { properties = {}, required = [], additionalProperties } = schema;
  const inside = (name: string): string => (place === '' ? name : `${place}.${name}`);
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined)
    return `${inside(missing)} is missing; it must be ${inWords(properties[missing])}`;
  for (const [name, content] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (typeof known !== 'object') {
      return `${inside(name)} is unknown; allowed are ${Object.keys(properties).join(', ')}`;
    }
    const problem = problemIn(content, known, inside(name));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemInList(value: readonly unknown[], schema: Schema, place: string): string | undefined {
  const { items, minItems = 0, maxItems = Infinity } = schema;
  if (value.length < minItems) return `${place} must have at least ${minItems} entries`;
  if (value.length > maxItems) return `${place} must have at most ${maxItems} entries`;
  for (const [index, item] of value.entries()) {
    const problem = items && problemIn(item, items, `${place}[${index}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const isText = (value: unknown, { minLength = 0, pattern = '' }: Schema): boolean =>
  typeof value === 'string' && value.length >= minLength && new RegExp(pattern).test(value);

function inWords(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(inWords).join(' or ');
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  switch (schema.type) {
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'integer':
      return schema.minimum === undefined ? 'a whole number' : `a whole number from ${schema.minimum} up`;
    default:
      return schema.pattern === undefined ? 'a name' : 'an address such as "0x3ffffff000"';
  }
}

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
