// A short soak: what grows with a run is judged by what has happened in it, not by time. `npm run soak` is the long one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guests, type GuestName } from './guests';
import { soak } from './soak';

/**
 * Bytes for each thousand instructions that a run may add to what is kept, while history and recording fill up to their bounds: a
 * system call here is about 300 instructions, and an event of the history takes some 40 bytes.
 */
const MOST_PER_THOUSAND = 2000;
const CI = process.env['CI'] === 'true';
const INSTRUCTIONS = CI ? 200_000_000 : 30_000_000;

for (const name of Object.keys(guests) as GuestName[]) {
  test(`${name}: memory does not grow beyond what is kept on purpose`, async () => {
    const samples = await soak(name, { seconds: 120, instructions: INSTRUCTIONS });
    const [first, last] = [samples[0], samples.at(-1)!];
    const steps = Math.max(last.instruction - first.instruction, 1);
    const growth = ((last.bytes - first.bytes) * 1000) / steps;
    assert.ok(growth < MOST_PER_THOUSAND || last.bytes < 40e6, `${growth} bytes for a thousand instructions`);
    // The bounds of history and recording together.
    assert.ok(last.bytes < 400e6, `${last.bytes} bytes after ${last.instruction} instructions`);
  });
}
