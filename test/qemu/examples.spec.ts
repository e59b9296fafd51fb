import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { nodeFiles } from '../../src/host/node-files';
import { Timeline } from '../../src/debug/events/timeline';
import { boot, type Booted } from '../../src/debug/launch/boot';
import { outcomeOf } from '../../src/debug/inspect/outcome';
import { readOptions } from '../../src/debug/launch/validate';
import { System } from '../../src/debug/system';
import { Runner } from '../../src/debug/run/runner';
import type { Witness } from '../../src/debug/witness';
import { kernelImage } from '../kernel/images';
import { isInterleaving } from './interleaving';
import { qemuIsInstalled, runOnQemu } from './qemu';

const skip = !qemuIsInstalled() && 'SKIPPED: the examples are not compared with QEMU, which is not installed';

const labs = path.join(__dirname, '..', '..', 'labs');
/** The example programs, by the folder they lie in: of other labs, some are parts of others, or kernels themselves. */
const examples = new Map(
  ['00-first-light/starter'].map((lab) => [
    lab,
    readdirSync(path.join(labs, lab))
      .filter((file) => /\.[sS]$/.test(file))
      .sort()
      .map((file) => path.join(labs, lab, file)),
  ]),
);

/** Enough for all that ends; what then still runs is taken to be a loop. */
const LIMIT = 10_000_000;

/** A run on our machine. */
interface OwnRun {
  readonly booted: Booted;
  readonly console: string;
  /** The lines that each process (or the kernel about it) wrote. */
  readonly lines: readonly (readonly string[])[];
  /** undefined: it is endless. */
  readonly status: number | undefined;
}

async function runHere(programs: readonly string[]): Promise<OwnRun> {
  const booted = await boot(
    { options: readOptions({}, 'command'), programs: programs.map((file) => ({ path: file, args: [] })) },
    { files: nodeFiles, builtinKernel: kernelImage('zig'), builtinFirmware: '' },
  );
  const { machine } = booted;
  const timeline = new Timeline(new System(booted));
  const lines = new Map<number | null, string[]>();
  timeline.events.on((event) => {
    const { kind, pid } = event;
    if (kind === 'console') lines.set(pid, [...(lines.get(pid) ?? []), event.text]);
  });
  timeline.reset();
  const bytes: number[] = [];
  const console: Witness = {
    consoleByte: (byte) => bytes.push(byte),
    save: () => undefined,
    restore: () => undefined,
  };
  const outcome = new Runner(machine, { witnesses: [timeline, console] }).runNow({ until: LIMIT });
  const end = outcome.kind === 'ended' ? outcome.end : undefined;
  timeline.finish(end);
  return {
    booted,
    console: new TextDecoder().decode(Uint8Array.from(bytes)),
    lines: [...lines.values()],
    status: end && outcomeOf(end, booted)?.status,
  };
}

const runThere = ({ booted }: OwnRun, enough?: (console: string) => boolean) =>
  runOnQemu(
    {
      kernel: booted.kernel!.path,
      initrd: booted.initrd!,
      disk: booted.disk,
      bootargs: booted.bootargs!,
      memory: booted.options.memory,
    },
    enough,
  );

const linesOf = (console: string): string[] => console.split('\n').slice(0, -1);

describe('the examples, here and on QEMU', { skip }, () => {
  test('there are examples', () => assert.ok([...examples.values()].flat().length >= 5));

  for (const [lab, programs] of examples) {
    test(`${lab}: each program alone writes the same and ends the same`, async () => {
      let compared = 0;
      for (const program of programs) {
        const here = await runHere([program]);
        // A loop that writes nothing can only be seen among others.
        if (here.status === undefined && here.console === '') continue;
        const expected = here.console.length;
        const there = await runThere(here, (text) => here.status === undefined && text.length >= expected);
        const same = here.status === undefined ? there.console.slice(0, expected) : there.console;
        assert.equal(same, here.console, program + there.errors);
        assert.equal(there.status ?? 'ended from outside', here.status ?? 'ended from outside', program);
        compared++;
      }
      assert.ok(compared > 0);
    });

    test(`${lab}: all at once, each process writes the same, whatever the order`, async () => {
      const here = await runHere(programs);
      const expected = linesOf(here.console).length;
      assert.ok(here.lines.length > 1);
      const there = await runThere(
        here,
        (text) => here.status === undefined && linesOf(text).length >= expected,
      );
      assert.ok(isInterleaving(linesOf(there.console), here.lines), there.console + there.errors);
      assert.ok(isInterleaving(linesOf(here.console), here.lines), here.console);
      assert.equal(there.status ?? 'ended from outside', here.status ?? 'ended from outside');
    });
  }
});
