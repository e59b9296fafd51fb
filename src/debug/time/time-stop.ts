import type { Hart } from '../../machine/types';
import type { Outcome } from '../run/outcome';

/** The recording does not go back any further. */
export const atStart = (hart: Hart): Outcome => ({
  kind: 'stopped',
  hart,
  stop: { why: { kind: 'entry' }, cpu: hart.id, description: 'The start of the recording' },
});

/** The user has had enough of a search; the machine is where it was. */
export const givenUp = (hart: Hart): Outcome => ({
  kind: 'stopped',
  hart,
  stop: { why: { kind: 'pause' }, cpu: hart.id, description: 'Cancelled: nothing has moved' },
});
