import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Register, abiNames, registerNumber, registerRole } from './registers';

test('ABI names, numbers and fp', () => {
  const inOrder =
    'zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6';
  assert.equal(abiNames.join(' '), inOrder);
  abiNames.forEach((name, number) => {
    assert.equal(registerNumber(name), number);
    assert.equal(registerNumber(`x${number}`), number);
    assert.match(registerRole(number), /.{8}/);
  });
  assert.equal(registerNumber('fp'), 8);
  assert.equal(registerNumber('x32'), undefined);
  assert.equal(registerNumber('A0'), undefined);
});

test('the numbers that code names are those of the names', () => {
  for (const [name, number] of Object.entries(Register)) assert.equal(registerNumber(name), number, name);
});
