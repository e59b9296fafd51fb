/** Recordings that make no sense are refused in words, or read; nothing else happens. TRAPFRAME_FUZZ says how many, TRAPFRAME_SEED which. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UserError } from '../../base/errors';
import { readRecording, writeRecording, type Recorded } from './recording-file';

const RUNS = Number(process.env['TRAPFRAME_FUZZ'] ?? (process.env['CI'] === 'true' ? 3000 : 300));
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 3);

const some = (): Record<string, unknown> => ({
  launch: { options: { memory: 0x800_0000, cpus: 1 }, programs: [{ path: 'x.s', args: ['a'] }] },
  isTyped: false,
  journal: {
    builtinKernel: 'k',
    builtinFirmware: 'f',
    answers: new Map<string, unknown>([
      ['readFile\0x.s', { kind: 'bytes', bytes: new Uint8Array(9) }],
      ['exists\0y', { kind: 'value', value: false }],
      ['readFile\0y', { kind: 'refusal', words: 'no' }],
    ]),
  },
  fed: [{ at: 5, bytes: new Uint8Array(3), isEnd: true }],
  typed: [{ at: 7, byte: 65 }],
  edits: [{ at: 9, machine: new Uint8Array(5) }],
  bookmarks: [{ name: 'b', instruction: 3 }],
  end: 100,
  hash: 'abc',
  isAbandoned: false,
});

/** Ways through what a recording holds, each to something that can be changed. */
const places: readonly (readonly (string | number)[])[] = [
  ...Object.keys(some())
    .filter((name) => !['journal', 'fed', 'edits'].includes(name))
    .map((name) => [name]),
  ...['builtinKernel', 'builtinFirmware', 'builtinPrograms'].map((name) => ['journal', name]),
  ...['options', 'programs'].map((name) => ['launch', name]),
  ...['memory', 'cpus', 'kernel', 'policy', 'disk', '__proto__'].map((name) => ['launch', 'options', name]),
  ...['path', 'args', 'sources'].map((name) => ['launch', 'programs', 0, name]),
  ['launch', 'programs', 0],
  ['fed', 0, 'at'],
  ['fed', 0, 'isEnd'],
  ['edits', 0, 'at'],
  ['typed', 0],
  ['typed', 0, 'byte'],
  ['bookmarks', 0, 'name'],
];

test('parts changed', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.record({ place: fc.constantFrom(...places), value: fc.jsonValue() }), {
      minLength: 1,
      maxLength: 3,
    }),
    async (changes) => {
      const recorded = some();
      for (const { place, value } of changes) {
        let into: unknown = recorded;
        for (const name of place.slice(0, -1))
          into = (into as Record<string | number, unknown> | undefined)?.[name];
        if (typeof into === 'object' && into !== null)
          (into as Record<string | number, unknown>)[place.at(-1)!] = value;
      }
      try {
        const file = await writeRecording(recorded as unknown as Recorded, '1');
        const read = await readRecording(file, 'x.rec', '1');
        assert.ok(Number.isSafeInteger(read.end));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        assert.match(error.message, /^x\.rec: the recording is damaged: [^\n]+$/);
      }
    },
  );
  await fc.assert(property, { seed: SEED, numRuns: RUNS });
});
