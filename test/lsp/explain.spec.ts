// What an instruction does with given values, as the editor shows it while debugging.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Explanation, Values } from '../../src/lsp/features/explain';
import { Client } from './client';

let client: Client;
let count = 0;
before(async () => {
  client = await Client.start();
});
after(() => client.stop());

async function explain(line: string, values: Values = {}, memory?: string): Promise<Explanation | null> {
  const name = `e${count++}.s`;
  await client.open(name, `f:\n        ${line}\n        ret\n`);
  const position = { line: 1, character: 9 };
  return client.ask('trapframe/explain', name, position, { values, ...(memory && { memory }) });
}

test('first it says what it must know', async () => {
  assert.deepEqual((await explain('add     a0, a1, a2'))?.reads, ['a1', 'a2']);
  assert.deepEqual((await explain('csrrs   a0, sepc, a1'))?.reads, ['sepc', 'a1']);
  const load = await explain('lw      a0, 8(sp)', { sp: '0x1000' });
  assert.deepEqual(load?.memory, { address: '0x1008', width: 4 });
  assert.equal(await explain('la      a0, f'), null);
});

const cases: [line: string, values: Values, text: string, memory?: string][] = [
  ['addi    a0, a0, 7', { a0: '5' }, 'a0 = 5 + 7 = 12'],
  ['add     a0, a1, a2', { a1: '5', a2: '-7' }, 'a0 = 5 + -7 = -2'],
  ['li      a0, 5', {}, 'a0 = 5'],
  ['mv      a0, a1', { a1: '0x80000000' }, 'a0 = 0x80000000'],
  ['addw    a0, a1, a2', { a1: '0x7fffffff', a2: '1' }, 'a0 = sext32(0x7fffffff + 1) = 0xffffffff80000000'],
  ['lb      a0, 1(sp)', { sp: '0x1000' }, 'a0 = memory[0x1000 + 1 = 0x1001] = -1', '255'],
  ['lbu     a0, 1(sp)', { sp: '0x1000' }, 'a0 = memory[0x1000 + 1 = 0x1001] = 255', '255'],
  ['sb      a1, 1(sp)', { sp: '0x1000', a1: '0x1ff' }, 'memory[0x1000 + 1 = 0x1001] = 255 (1 bytes)'],
  ['beq     a0, a1, f', { a0: '5', a1: '5' }, '5 = 5: it goes to f'],
  ['bnez    a0, f', { a0: '0' }, '0 ≠ 0 is not true: it goes on below'],
  ['csrw    sepc, a0', { sepc: '0x10', a0: '0x20' }, 'sepc = 0x20'],
  ['csrsi   sstatus, 2', { sstatus: '0x20' }, 'sstatus = 0x20 | 0x2 = 0x22'],
  ['amoadd.w a0, a1, (a2)', { a1: '3', a2: '0x1000' }, 'a0 = 4; memory[0x1000] = 4 + 3 = 7', '4'],
  ['ret', { ra: '0x1004' }, 'it goes to 0x1004'],
  [
    'ecall',
    { a7: '13', a0: '1', a1: '0x2000', a2: '6', a3: '0' },
    'system call write(fd = 1, buffer = 0x2000, length = 6)',
  ],
];
for (const [line, values, text, memory] of cases) {
  test(`${line}: ${text}`, async () => assert.equal((await explain(line, values, memory))?.text, text));
}
