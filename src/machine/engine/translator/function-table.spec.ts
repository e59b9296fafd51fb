import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FunctionBody } from '../wasm-module';
import { RegionExit } from './region-exit';
import { FunctionTable } from './function-table';

test('what was cleared is gone: a run without end translates without end', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const memory = new WebAssembly.Memory({ initial: 2000 });
  const table = new FunctionTable(memory);
  const add = () => table.add([new FunctionBody(1).i32(RegionExit.leave)]);
  const round = (): number => {
    for (let i = 0; i < 200; i++) add();
    assert.equal(table.enter(199, 0), RegionExit.leave);
    table.clear();
    collect();
    return process.memoryUsage().heapUsed;
  };
  round();
  const before = round();
  for (let i = 0; i < 8; i++) round();
  const grown = round() - before;
  // An instance takes thousands of bytes.
  assert.ok(grown < 9 * 200 * 100, `${grown} bytes`);
});
