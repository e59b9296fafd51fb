import os from 'node:os';
import { filesEnding, runFiles } from './node-test';
import type { Suite } from './outcome';

/** The specs that lie beside what they specify, and those of the whole product in test/. */
export const unit: Suite = {
  name: 'unit',
  run: (filter) => {
    const files = filesEnding('.spec.ts', 'src', 'test');
    const chosen =
      filter.length === 0 ? files : files.filter((file) => filter.some((word) => file.includes(word)));
    return runFiles(chosen, os.availableParallelism());
  },
};
