import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jobsIn } from './workloads';

describe('jobs as they are typed', () => {
  it('are names, arrivals and runs', () => {
    assert.deepEqual(jobsIn('A 0 10, B 2 5'), [
      { name: 'A', arrival: 0, run: 10 },
      { name: 'B', arrival: 2, run: 5 },
    ]);
    assert.deepEqual(jobsIn(' x 1 1 ;'), [{ name: 'x', arrival: 1, run: 1 }]);
  });

  it('or are refused in words', () => {
    assert.throws(() => jobsIn(''), /Name a job/);
    for (const wrong of ['A', 'A 0', 'A 0 0', 'A -1 3', 'A 0 3 4', 'A zero 3'])
      assert.throws(() => jobsIn(wrong), /is no job/);
  });
});
