import assert from 'node:assert/strict';
import { Driver, pathOf, sessionTest } from './driver';
import { program, show } from './programs';

const main = `#include <trapframe.h>

int doubled(int value);

int main(void)
{
    int sum = doubled(21);
    return sum == 42 ? 0 : 1;
}
`;
const assembly = `        .globl  doubled
        .type   doubled, @function
doubled:
        add     a0, a0, a0
        ret
`;

sessionTest('C and assembly in one program: from C into assembly, line by line, and back', async () => {
  const c = await program('mixed.c', main);
  const s = await program('doubled.s', assembly);
  await show(c);
  const driver = await Driver.start(Driver.launch({ program: c, sources: [s] }));
  const place = async (): Promise<string> => {
    const [top] = await driver.frames(1);
    return `${pathOf(top?.source).split(/[\\/]/).at(-1)}:${top?.line}`;
  };
  for (let steps = 0; (await place()) !== 'mixed.c:7'; steps++) {
    assert.ok(steps < 5, `the line of the call, and not ${await place()}`);
    await driver.go('stepOver');
  }
  await driver.go('stepInto');
  assert.equal(await place(), 'doubled.s:4');
  const names = (await driver.frames(1)).map(({ name }) => name);
  assert.deepEqual(names.slice(0, 2), ['doubled', 'main']);
  await driver.go('stepOver');
  assert.equal(await place(), 'doubled.s:5');
  assert.equal(await driver.number('a0'), 42n);
  await driver.go('stepOver');
  assert.match(await place(), /^mixed\.c:/);
  assert.equal((await driver.frames(1))[0].name, 'main');
  await driver.end();
});
