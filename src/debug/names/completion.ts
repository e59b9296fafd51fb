import { csrName, csrNamed, csrs } from '../../isa/csrs';
import { abiNames } from '../../isa/registers';
import { stripped } from '../../toolchain/dwarf/types/model';
import { UserError } from '../../base/errors';
import { environmentOf, frameOf } from './environment';
import { compile, type Environment } from '../expressions/evaluate';
import type { System } from '../system';
import { fieldWord, memberNames } from '../values/children';
import { localsOf, type LocalFrame } from '../values/locals';
import type { Value } from '../values/value';
import { openingOf } from './brackets';
import { elsewhere } from './elsewhere';
import { MACHINE_WORDS } from './machine';
import { imagesFrom, type Viewpoint } from './viewpoint';

/** What could stand where the cursor is. */
export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'variable' | 'register' | 'word' | 'constant' | 'function' | 'type';
}

/** What the names that begin a certain way are, and where that beginning starts in the text. */
export interface Completions {
  /** Index of the first character that a completion replaces. */
  readonly start: number;
  readonly items: readonly Completion[];
}

/** More helps nobody to choose. */
const MOST = 500;

/** What may go on a text that ends at the cursor. Looks at types and names; changes nothing. */
export function completionsOf(
  system: System,
  view: Viewpoint,
  frame: LocalFrame,
  environment: Environment,
  before: string,
): Completions {
  const within = elsewhere(system, environment, before);
  if (within) {
    const { from, view: other } = within;
    if (!other) return { start: before.length, items: [] };
    const rest = before.slice(from);
    const found = completionsOf(system, other, frameOf(other), environmentOf(system, other), rest);
    return { start: from + found.start, items: found.items };
  }
  const member = /(->|\.)\s*(\w*)$/.exec(before);
  if (member) {
    const base = operandBefore(before.slice(0, member.index));
    const start = before.length - member[2].length;
    return { start, items: matching(membersOf(base, member[1], environment), member[2]) };
  }
  const tag = /\b(?:struct|union|enum)\s+(\w*)$/.exec(before);
  if (tag) return { start: before.length - tag[1].length, items: matching(typesOf(system, view), tag[1]) };
  const [whole, sign, word] = /(\$|::)?(\w*)$/.exec(before)!;
  const start = before.length - whole.length + (sign === '::' ? 2 : 0);
  if (sign === '$') {
    const names = [...machineNames(system)].map((one) => ({ ...one, label: `$${one.label}` }));
    return { start, items: matching(names, `$${word}`) };
  }
  const globals = programNames(system, view);
  if (sign === '::') return { start, items: matching(globals, word) };
  const locals = localsOf(frame).map(({ variable }) => ({ label: variable.name, kind: 'variable' as const }));
  return { start, items: matching(chain(locals, machineNames(system), globals), word) };
}

function matching(all: Iterable<Completion>, word: string): Completion[] {
  const found = new Map<string, Completion>();
  const wanted = word.toLowerCase();
  for (const one of all) {
    if (found.size >= MOST) break;
    if (one.label.toLowerCase().startsWith(wanted) && !found.has(one.label)) found.set(one.label, one);
  }
  return [...found.values()];
}

function* chain(...lists: readonly Iterable<Completion>[]): Generator<Completion> {
  for (const list of lists) yield* list;
}

function membersOf(base: string, operator: string, environment: Environment): Completion[] {
  let value: Value;
  try {
    value = compile(base).evaluate(environment);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
  const { location } = value;
  if (operator === '.' && location.kind === 'cell' && location.cell.csr !== undefined) {
    const fields = csrNamed(csrName(location.cell.csr) ?? '')?.fields ?? [];
    return fields.map(({ name }) => ({ label: fieldWord(name), kind: 'field' }));
  }
  const type = stripped(value.type);
  const target = type.kind === 'pointer' ? type.target : type.kind === 'array' ? type.element : type;
  const owner = operator === '->' ? target : type;
  return memberNames(owner).map((label) => ({ label, kind: 'field' }));
}

/** The expression that a text ends with, such that a member of it can be selected: `p->list[i + 1]`. */
function operandBefore(text: string): string {
  let at = text.length;
  for (;;) {
    const rest = text.slice(0, at).trimEnd();
    const last = rest.at(-1) ?? '';
    if (last === ']' || last === ')') {
      const open = openingOf(rest);
      if (open < 0) return '';
      at = open;
      // What is indexed or called belongs to it; a cast or a group stands alone.
      if (last === ')' && !/\w\s*$/.test(rest.slice(0, open))) break;
      continue;
    }
    const word = /(?:::|\$)?[A-Za-z_]\w*$|\d\w*$/.exec(rest);
    if (!word) break;
    at = word.index;
    const joint = /(->|\.)\s*$/.exec(rest.slice(0, at));
    if (!joint) break;
    at = joint.index;
  }
  return text.slice(at);
}

function* machineNames(system: System): Generator<Completion> {
  for (const label of [...abiNames, 'fp']) yield { label, kind: 'register' };
  for (const label of [...MACHINE_WORDS, 'user', 'kernel', 'machine']) yield { label, kind: 'word' };
  for (const { name } of csrs) if (!/hpm/.test(name)) yield { label: name, kind: 'register' };
  for (const label of system.kernel?.systemCalls.constantNames ?? []) yield { label, kind: 'constant' };
}

function* programNames(system: System, view: Viewpoint): Generator<Completion> {
  for (const image of imagesFrom(system, view)) {
    for (const label of image.debug.variables.globalNames) yield { label, kind: 'variable' };
    for (const label of image.debug.types.enumerators.keys()) yield { label, kind: 'constant' };
    for (const { name, kind } of image.symbols.all) {
      if (!/^[A-Za-z_]\w*$/.test(name) || kind === 'file' || kind === 'section') continue;
      yield { label: name, kind: kind === 'function' ? 'function' : 'variable' };
    }
  }
}

function* typesOf(system: System, view: Viewpoint): Generator<Completion> {
  for (const image of imagesFrom(system, view)) {
    for (const name of image.debug.types.names) {
      const tag = /^(?:struct|union|enum) (.*)$/.exec(name);
      if (tag) yield { label: tag[1], kind: 'type' };
    }
  }
}
