import type { BranchBody } from '../../protocol/requests';
import { grouped } from '../../base/grouped';

/** The history that was recorded before anybody changed it. */
export const RECORDED = 1;

/** A history as a row of a list. */
export function branchInWords({ id, parent, from, end, current }: BranchBody): {
  label: string;
  description: string;
} {
  const name = nameOf(id);
  const begins = parent === undefined ? '' : `left ${nameOf(parent)} at ${grouped(from)}, `;
  return {
    label: current ? `$(check) ${name}` : name,
    description: `${begins}goes to ${grouped(end)}${current ? ' · here' : ''}`,
  };
}

const nameOf = (id: number): string => (id === RECORDED ? 'the recorded history' : `branch ${id}`);
