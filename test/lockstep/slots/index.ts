import { compressedRows } from '../../../src/isa/rows/compressed';
import { rows } from '../../../src/isa/rows';
import type { Row } from '../../../src/isa/row';
import type { Emitter } from '../emitter';
import type { Situation } from '../situation';
import { compressed } from './compressed';
import { branch, jump, wildJump } from './control';
import { csrAccess } from './csr';
import { illegal } from './illegal';
import { atomic, compute, fence, load, store } from './plain';
import { modifiedPrivilege, reload } from './privilege';
import { system } from './system';

/** Emits one slot: an instruction, or a few that belong together. */
export function emitSlot(emitter: Emitter, situation: Situation): void {
  const { random } = emitter;
  switch (random.below(20)) {
    case 0:
    case 1:
    case 2:
    case 3:
      compressed(emitter, random.pick(compressedRows));
      return;
    case 4:
      if (random.once(3)) illegal(emitter);
      else if (random.once(2)) wildJump(emitter);
      else if (emitter.mode === 'M') modifiedPrivilege(emitter);
      else reload(emitter);
      return;
    case 5:
    case 6:
    case 7:
      csrAccess(emitter, situation, random.pick(csrRows));
      return;
    default:
      if (emitter.pointers.size < 5 && emitter.literalsLeft > 4) reload(emitter);
      ofRow(emitter, situation, random.pick(rows));
  }
}

/** As they are before a test puts a bug into one. */
const operations = new Map(
  rows.flatMap(({ name, meaning }) =>
    meaning.kind === 'system' ? [[name, meaning.operation] as const] : [],
  ),
);
const csrRows = rows.filter((row) => row.meaning.kind === 'csr');

function ofRow(emitter: Emitter, situation: Situation, row: Row): void {
  switch (row.meaning.kind) {
    case 'compute':
      compute(emitter, row);
      return;
    case 'load':
      load(emitter, row);
      return;
    case 'store':
      store(emitter, row);
      return;
    case 'amo':
    case 'loadReserved':
    case 'storeConditional':
      atomic(emitter, situation, row);
      return;
    case 'branch':
      branch(emitter, row);
      return;
    case 'jump':
      jump(emitter, row);
      return;
    case 'fence':
    case 'fenceI':
      fence(emitter, row);
      return;
    case 'csr':
      csrAccess(emitter, situation, row);
      return;
    case 'system':
      system(emitter, situation, operations.get(row.name)!);
      return;
  }
}
