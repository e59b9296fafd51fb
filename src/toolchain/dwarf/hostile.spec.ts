import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Attribute } from './attributes';
import { DebugInformation } from './debug-information';
import { DwarfError } from './error';
import { Form } from './forms';
import { unwindFrame } from './frame/unwind';
import type { FrameState } from './location/place';
import type { DebugSource, SourceSection } from './source';
import { fixture, fixtureElf, fixtureNames } from './testing/fixtures';
import { sized, source as handMade, text, u16, u32, type Bytes } from './testing/bytes';
import { infoOf } from './testing/info';
import { Tag } from './tags';
import { memberNamed, sizeOf, type Type } from './types/model';
import { typeName } from './types/name';

/** Mutations of each fixture; more with TRAPFRAME_FUZZ=1000 or so. */
const ROUNDS = Number(process.env['TRAPFRAME_FUZZ'] ?? 120);

/** mulberry32: a seed gives the same mutations on every host. */
function random(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Bytes that mean something special somewhere: ends, longest LEB128 groups, signs. */
const TELLING = [0x00, 0x01, 0x7f, 0x80, 0xff];

function mutated(section: SourceSection, next: (below: number) => number): SourceSection {
  let bytes = new Uint8Array(section.bytes);
  if (bytes.length === 0) return section;
  switch (next(8)) {
    case 0:
      bytes = bytes.subarray(0, next(bytes.length));
      break;
    case 1: {
      const from = next(bytes.length);
      bytes.fill(TELLING[next(TELLING.length)], from, from + 1 + next(16));
      break;
    }
    case 2: {
      const from = next(bytes.length);
      bytes.copyWithin(next(bytes.length), from, from + 1 + next(64));
      break;
    }
    default:
      for (let count = 1 + next(6); count > 0; count--) {
        bytes[next(bytes.length)] = next(2) ? next(256) : TELLING[next(TELLING.length)];
      }
  }
  return { ...section, bytes };
}

function mutation(source: DebugSource, seed: number): DebugSource {
  const next = random(seed);
  const debug = source.sections.filter(({ name }) => /^\.(debug_|eh_frame$)/.test(name));
  const chosen = new Set([debug[next(debug.length)], debug[next(debug.length)]]);
  return {
    ...source,
    sections: source.sections.map((section) => (chosen.has(section) ? mutated(section, next) : section)),
  };
}

/** What may throw must throw a DwarfError. */
function attempt(ask: () => void): void {
  try {
    ask();
  } catch (error) {
    if (!(error instanceof DwarfError)) throw error;
    assert.match(error.message, /^debug information, .*: [^\n]+$|refers to itself/);
  }
}

const frame = (pc: bigint): FrameState => ({
  pc,
  register: (number) => 0x9000_0000n - BigInt(number) * 8n,
  readMemory: (_, size) => new Uint8Array(size).fill(0x10),
  cfa: () => 0x9000_0000n,
});

function explore(type: Type, depth = 0): void {
  assert.equal(typeof typeName(type), 'string');
  const size = sizeOf(type);
  assert.ok(size === undefined || (Number.isSafeInteger(size) && size >= 0), `a size of ${size}`);
  memberNamed(type, 'next');
  if (depth > 4) return;
  if (type.kind === 'structure' || type.kind === 'union') {
    for (const { type: inner } of type.members.slice(0, 50)) explore(inner, depth + 1);
  }
}

/** Asks everything there is to ask. */
function askAll(source: DebugSource): void {
  const information = DebugInformation.of(source);
  const { lines, functions, variables, types, frames } = information;
  for (const file of lines.files) {
    for (const line of lines.linesOf(file).slice(0, 20)) lines.addressesOf(file, line);
    lines.nextLineWithCode(file, 1);
  }
  for (const found of functions.all) {
    for (const { type } of found.parameters) explore(type);
    explore(found.result);
    functions.afterPrologue(found);
  }
  for (let pc = 0x8000_0000n; pc < 0x8000_0480n; pc += 22n) {
    lines.at(pc);
    functions.at(pc);
    functions.inlinedAt(pc);
    for (const scope of variables.at(pc)) {
      for (const variable of scope.variables) attempt(() => variables.locate(variable, frame(pc)));
    }
    const row = frames.rowAt(pc);
    if (row) attempt(() => unwindFrame(row, frame(pc)));
  }
  for (const name of variables.globalNames) variables.globalsNamed(name);
  for (const name of types.names) explore(types.named(name) ?? { kind: 'void' });
  assert.ok(information.problems.length <= 50);
}

test('arrays of arrays that no memory holds have no size', () => {
  const byte: Type = { kind: 'base', name: 'char', size: 1, encoding: 'unsigned' };
  const row: Type = { kind: 'array', count: 2 ** 63, element: byte };
  let type: Type = byte;
  for (let depth = 0; depth < 40; depth++) type = { kind: 'array', count: 2 ** 63, element: type };
  assert.equal(sizeOf(row), undefined);
  assert.equal(sizeOf(type), undefined);
});

describe('hostile debug information', () => {
  for (const name of fixtureNames) {
    test(`${ROUNDS} mutations of ${name} give partial answers or a DwarfError`, () => {
      const elf = fixtureElf(name);
      for (let seed = 1; seed <= ROUNDS; seed++) {
        try {
          askAll(mutation(elf, seed));
        } catch (error) {
          throw new Error(`${name}, seed ${seed}: ${String((error as Error).stack)}`, { cause: error });
        }
      }
    });
  }

  test('each section missing, empty or cut anywhere', () => {
    const elf = fixtureElf('gcc-O2-dwarf5');
    for (const { name, bytes } of elf.sections.filter((section) => section.name.startsWith('.debug'))) {
      askAll({ ...elf, sections: elf.sections.filter((section) => section.name !== name) });
      for (const length of [0, 1, 3, 11, bytes.length >> 1, bytes.length - 1]) {
        const cut = (section: SourceSection) =>
          section.name === name ? { ...section, bytes: bytes.subarray(0, length) } : section;
        askAll({ ...elf, sections: elf.sections.map(cut) });
      }
    }
  });

  test('units that each make a large table be read again are given up', () => {
    const unit = (offset: number) => sized(u16(4), u32(offset), [8], [1]);
    const abbrev = Array<Bytes>(40_000).fill([1, 0x11, 0, 0, 0]).flat();
    const info = Array.from({ length: 2000 }, (_, index) => unit(5 * index)).flat();
    const information = DebugInformation.of(handMade({ info, abbrev }));
    assert.deepEqual(information.types.names, []);
    assert.match(information.problems.join('\n'), /refers to itself too often/);
  });

  test('entries nested without end are given up', () => {
    const depth = 100_000;
    const root = {
      version: 4,
      root: { tag: 0x11, attributes: [], children: [{ tag: 0x0b, attributes: [] }] },
    };
    const { abbrev } = infoOf(root);
    // The second abbreviation, a lexical block, gets children.
    const nested = [...abbrev.slice(0, -5), 0x0b, 1, 0, 0, 0];
    const info = sized(u16(4), u32(0), [8], [1], Array<number>(depth).fill(2));
    const information = DebugInformation.of(handMade({ info, abbrev: nested }));
    assert.deepEqual(information.types.names, []);
    assert.match(information.problems.join('\n'), /nested too deeply/);
  });

  test('compressed sections are named in words', () => {
    const elf = fixtureElf('gcc-O2-dwarf5');
    const sections = elf.sections.map((section) =>
      section.name === '.debug_info' ? { ...section, flags: 0x800 } : section,
    );
    const information = DebugInformation.of({ ...elf, sections });
    assert.equal(information.functions.at(elf.entry), undefined);
    assert.match(information.unread ?? '', /compressed .*\(\.debug_info\): build with -gz=none/);
  });

  test('debug information that was split off is named in words', () => {
    for (const name of [Attribute.dwoName, Attribute.gnuDwoName]) {
      const root = { tag: Tag.compileUnit, attributes: [[name, Form.string, text('a.dwo')]] } as const;
      const information = DebugInformation.of(handMade(infoOf({ version: 4, root })));
      assert.match(information.unread ?? '', /\.dwo files.*without -gsplit-dwarf/);
    }
    assert.equal(fixture('gcc-O1-dwarf4-types').unread, undefined);
  });

  test('without debug information every answer is empty', () => {
    const information = DebugInformation.of({ sections: [], segments: [] });
    assert.equal(information.isEmpty, true);
    assert.deepEqual(
      [information.lines.files, information.functions.all, information.types.names],
      [[], [], []],
    );
    assert.equal(information.lines.at(0x8000_0000n), undefined);
    assert.equal(information.frames.rowAt(0x8000_0000n), undefined);
    assert.deepEqual(information.problems, []);
  });
});
