import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryOperands, arbitraryValue } from '../../../isa/arbitraries';
import { Cause } from '../../../isa/causes';
import { decode } from '../../../isa/decode';
import { encode } from '../../../isa/encode';
import { EvaluationTrap, evaluateRow } from '../../../isa/evaluate-row';
import type { Row } from '../../../isa/row';
import { rows } from '../../../isa/rows';
import { compressedRows } from '../../../isa/rows/compressed';
import { AccessFault, HANDLER, Oracle, RAM, arbitraryPointer, hart, machine } from '../testing/bare-hart';

/**
 * Random instructions with edge-case operands, one at a time: the generated interpreter against the reference evaluator of
 * the same rows. What may depend on the machine (CSRs, system instructions) has specs of its own.
 */
const MTVEC = 0x305;
const MCAUSE = 0x342;
const MTVAL = 0x343;

const pure = (row: Row): boolean => !['csr', 'system', 'storeConditional'].includes(row.meaning.kind);

const OFFSETS = [0x400, 0x402, 0xffc, 0xffe];

function step(word: number, length: number, offset: number, values: readonly bigint[]): void {
  const decoded = decode(word);
  if (!decoded || !pure(decoded.row)) return;
  const pc = BigInt(RAM + offset);
  values.forEach((value, index) => hart.writeRegister(index + 1, value));
  hart.privilege = 3;
  hart.pc = pc;
  hart.writeCsr(MTVEC, HANDLER);
  const bytes = new Uint8Array(new Uint32Array([word]).buffer).slice(0, length);
  assert(machine.writePhysical(RAM + offset, bytes));

  const oracle = new Oracle(
    pc,
    decoded.row.meaning.kind === 'amo' ? Cause.storeAccessFault : Cause.loadAccessFault,
  );
  let fault: { code: number; value: bigint } | undefined;
  try {
    evaluateRow(decoded, oracle);
  } catch (thrown) {
    if (!(thrown instanceof AccessFault || thrown instanceof EvaluationTrap)) throw thrown;
    fault = { code: thrown.code, value: thrown.value };
  }

  const { instant, harts } = machine;
  const { retired } = harts[0];
  assert.deepEqual(machine.run(instant + 1), { kind: 'limit' });
  assert.equal(machine.instant, instant + 1);
  assert.equal(hart.retired, retired + (fault ? 0 : 1));
  const registers = Array.from({ length: 32 }, (_, index) => hart.readRegister(index));
  if (fault) {
    assert.equal(hart.pc, HANDLER);
    assert.equal(hart.readCsr(MCAUSE), BigInt(fault.code));
    assert.equal(hart.readCsr(MTVAL), fault.value);
  } else {
    assert.equal(hart.pc, oracle.pc & ~1n);
    for (const [address, byte] of oracle.written) assert.equal(machine.readPhysical(address, 1)![0], byte);
  }
  assert.deepEqual(registers, oracle.registers);
}

const values = fc.array(fc.oneof(arbitraryValue(), arbitraryPointer()), { minLength: 31, maxLength: 31 });

for (const row of rows.filter(pure)) {
  test(`${row.name}: the interpreter agrees with the reference evaluator`, () => {
    fc.assert(
      fc.property(
        arbitraryOperands(row),
        fc.constantFrom(...OFFSETS),
        values,
        (operands, offset, registers) => {
          step(encode(row, operands), 4, offset, registers);
        },
      ),
      { numRuns: 100 },
    );
  });
}

for (const row of compressedRows) {
  test(`${row.name}: the interpreter agrees with the reference evaluator`, () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffff }), fc.constantFrom(...OFFSETS), values, (bits, offset, registers) => {
        step((bits & ~row.mask) | row.match, 2, offset, registers);
      }),
      { numRuns: 60 },
    );
  });
}
