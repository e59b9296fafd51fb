import { UserError } from '../../base/errors';
import { stripped, type CompositeType, type Member, type Type } from '../../toolchain/dwarf/types/model';
import type { Image } from '../symbols/image';
import type { ProcessState } from './description';

/** What kernels call their things; the first that fits is proposed. */
const PID = /^_?(?:pid|tid|id|process_?id)$/i;
const STATE = /^_?(?:state|status|procstate)$/i;
const NAME = /^_?(?:name|comm|title)$/i;
const PAGE_TABLE = /^_?(?:page_?table|pgdir|pgtbl|page_?directory|root|satp|vm_?root)$/i;
const TRAP_FRAME = /^_?(?:trap_?frame|tf|frame|trap_?context|regs)$/i;
const CONTEXT = /^_?(?:context|ctx|task_?context|saved)$/i;
const FURTHER: readonly (readonly [string, RegExp])[] = [
  ['parent', /^_?parent$/i],
  ['kernelStack', /^_?(?:k_?stack|kernel_?stack|stack_?base)$/i],
  ['waitingOn', /^_?(?:chan|channel|wait_?channel|waiting_?on)$/i],
  ['exitStatus', /^_?(?:xstate|exit_?(?:status|code))$/i],
  ['killed', /^_?killed$/i],
  ['openFiles', /^_?(?:ofile|open_?files|files|fd_?table)$/i],
  ['size', /^_?(?:sz|size)$/i],
];
const SAVED_PC = /^_?(?:epc|sepc|pc)$/i;
const FRAME_FIELDS: readonly (readonly [string, RegExp])[] = [
  ['status', /^_?s?status$/i],
  ['cause', /^_?s?cause$/i],
  ['value', /^_?s?tval$/i],
];
const STATES: readonly (readonly [RegExp, ProcessState | 'unused'])[] = [
  [/unused|free|empty|invalid/i, 'unused'],
  [/zombie|exit|dead|dying|done/i, 'zombie'],
  [/sleep|block|wait|suspend/i, 'blocked'],
  [/runnable|ready/i, 'ready'],
  [/run/i, 'running'],
  [/./, 'new'],
];
const VECTOR =
  /^_*(?:uservec|user_?trap_?vector|trap_?vector|trap_?vec|alltraps|trap_?entry|trap_?asm|strap)$/i;
const TRAPS: readonly (readonly [string, RegExp])[] = [
  ['kernelVector', /^_*(?:kernelvec|kernel_?trap_?vector|kernel_?entry)$/i],
  ['return', /^_*(?:userret|trap_?return|trap_?ret|restore_?all|return_?to_?user)$/i],
  ['handler', /^_*(?:usertrap|trap_?handler|handle_?trap|user_?trap)$/i],
  ['systemCallHandler', /^_*(?:syscall|handle_?syscall|system_?call|do_?syscall)$/i],
];
const EVENTS: readonly (readonly [string, RegExp])[] = [
  ['contextSwitch', /^_*(?:swtch|switch_?to|context_?switch|switch_?context)$/i],
  ['panic', /^_*panic$/i],
];
const CALLS = /^_*(?:syscalls|syscall_?table|sys_?call_?table)$/i;
const KERNEL_TABLE = /^_*(?:kernel_?page_?table|kernel_?pgdir|kpgtbl|kernel_?pagetable)$/i;
const FREE = /free/i;

/** A variable that could be the process table, and how sure that is. */
interface Candidate {
  readonly variable: string;
  readonly structure: CompositeType;
  readonly shape: 'array' | 'list' | 'pointer';
  readonly next?: string;
  readonly score: number;
}

/**
 * A description of a kernel, as far as the names of its symbols and types tell: to be looked through and corrected by somebody who
 * knows it.
 * @param name what the kernel is to be called
 * @throws UserError when nothing looks like a process table
 */
export function proposeDescription(image: Image, name: string): object {
  const names = image.debug.variables.globalNames;
  const candidates = names.flatMap((one) => candidateOf(image, one)).sort((a, b) => b.score - a.score);
  const table = candidates.find(({ shape }) => shape !== 'pointer');
  if (!table) {
    throw new UserError(
      'no variable looks like a process table: an array or a list of structures with a number and a state; is there debug information (-g)?',
    );
  }
  const { structure } = table;
  const field = (pattern: RegExp): string | undefined => memberOf(structure, pattern)?.name;
  const frame = pointedTo(memberOf(structure, TRAP_FRAME)?.type);
  const vector = functionOf(image, VECTOR) ?? '?';
  const cpu = cpuOf(image, names, structure, table.variable);
  const calls = names.find((one) => CALLS.test(one));
  return {
    name,
    recognizedBy: [...new Set([table.variable, cpu.table ?? cpu.current, vector])].filter(isKnown),
    process: {
      table: table.variable,
      ...(table.next === undefined ? {} : { next: table.next }),
      pid: field(PID) ?? '?',
      state: field(STATE) ?? '?',
      ...given('name', field(NAME)),
      pageTable: field(PAGE_TABLE) ?? '?',
      trapFrame: field(TRAP_FRAME) ?? '?',
      context: field(CONTEXT) ?? '?',
      ...all(FURTHER, field),
    },
    states: statesOf(memberOf(structure, STATE)),
    cpu,
    trapFrame: {
      pc: memberOf(frame, SAVED_PC)?.name ?? '?',
      ...all(FRAME_FIELDS, (pattern) => memberOf(frame, pattern)?.name),
    },
    traps: {
      vector,
      ...all(TRAPS, (pattern) => functionOf(image, pattern)),
      ...given('systemCalls', calls),
    },
    memory: {
      ...given(
        'pageTable',
        names.find((one) => KERNEL_TABLE.test(one)),
      ),
      ...given('freeList', freeListOf(image, names)),
    },
    events: all(EVENTS, (pattern) => functionOf(image, pattern)),
    systemCalls: [],
  };
}

const isKnown = (name: string): boolean => name !== '?';
const given = (key: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [key]: value };
const all = (
  patterns: readonly (readonly [string, RegExp])[],
  find: (pattern: RegExp) => string | undefined,
): Record<string, string> =>
  Object.assign({}, ...patterns.map(([key, pattern]) => given(key, find(pattern)))) as Record<string, string>;

function candidateOf(image: Image, variable: string): Candidate[] {
  const type = image.global(variable)?.type;
  const plain = type && stripped(type);
  if (!plain) return [];
  const isArray = plain.kind === 'array';
  const structure =
    pointedTo(isArray ? plain.element : plain) ?? compositeOf(isArray ? plain.element : plain);
  if (!structure || (!isArray && plain.kind !== 'pointer')) return [];
  if (!memberOf(structure, PID) || !memberOf(structure, STATE)) return [];
  const score = [PID, STATE, NAME, PAGE_TABLE, TRAP_FRAME, CONTEXT].filter((one) =>
    memberOf(structure, one),
  ).length;
  const next = structure.members.find(
    (member) => /next|link/i.test(member.name ?? '') && pointedTo(member.type)?.name === structure.name,
  )?.name;
  if (isArray) return [{ variable, structure, shape: 'array', score: score + 1 }];
  // The current process is a pointer of the same type as the head of a list.
  const isList = next !== undefined && !/cur|now|running|this/i.test(variable);
  return [
    isList
      ? { variable, structure, shape: 'list', next, score }
      : { variable, structure, shape: 'pointer', score: 0 },
  ];
}

/** A structure for each CPU with a pointer to the process in it; or such a pointer, or an array of them. */
function cpuOf(
  image: Image,
  names: readonly string[],
  process: CompositeType,
  table: string,
): { table?: string; current: string; context?: string } {
  const leadsThere = (type: Type | undefined): boolean =>
    process.name !== undefined && pointedTo(type)?.name === process.name;
  for (const one of names) {
    const type = image.global(one)?.type;
    const plain = type && stripped(type);
    const structure = plain?.kind === 'array' ? compositeOf(plain.element) : undefined;
    if (!structure || structure.name === process.name) continue;
    const current = structure.members.find((member) => leadsThere(member.type))?.name;
    if (current === undefined) continue;
    return { table: one, current, ...given('context', memberOf(structure, CONTEXT)?.name) };
  }
  const pointers = names.filter((one) => {
    const type = image.global(one)?.type;
    const plain = type && stripped(type);
    return one !== table && leadsThere(plain?.kind === 'array' ? plain.element : plain);
  });
  return { current: pointers.find((one) => /cur|now|running|this/i.test(one)) ?? pointers[0] ?? '?' };
}

/** A pointer to structures that begin with a pointer to the next: a variable, or a member of one. */
function freeListOf(image: Image, names: readonly string[]): string | undefined {
  const isList = (type: Type): boolean => {
    const structure = pointedTo(type);
    const first = structure?.members[0];
    return first?.offset === 0 && pointedTo(first.type)?.name === structure?.name;
  };
  for (const one of names) {
    const type = image.global(one)?.type;
    if (!type) continue;
    if (FREE.test(one) && isList(type)) return one;
    const member = compositeOf(type)?.members.find(
      ({ name, type: inner }) => FREE.test(name ?? '') && isList(inner),
    );
    if (member) return `${one}.${member.name}`;
  }
  return undefined;
}

function statesOf(member: Member | undefined): Record<string, string> {
  const type = member && stripped(member.type);
  if (type?.kind !== 'enumeration')
    return { 0: 'unused', 1: 'ready', 2: 'running', 3: 'blocked', 4: 'zombie' };
  return Object.fromEntries(
    type.values.map(({ name }) => [name, STATES.find(([pattern]) => pattern.test(name))![1]]),
  );
}

const functionOf = (image: Image, pattern: RegExp): string | undefined =>
  image.symbols.all.find(({ name, address }) => pattern.test(name) && image.hasCode(address))?.name;

function compositeOf(type: Type | undefined): CompositeType | undefined {
  const plain = type && stripped(type);
  return plain?.kind === 'structure' ? plain : undefined;
}
function pointedTo(type: Type | undefined): CompositeType | undefined {
  const plain = type && stripped(type);
  return plain?.kind === 'pointer' ? compositeOf(plain.target) : undefined;
}
const memberOf = (structure: CompositeType | undefined, pattern: RegExp): Member | undefined =>
  structure?.members.find(({ name }) => name !== undefined && pattern.test(name));
