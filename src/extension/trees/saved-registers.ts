import type { TrapCardBody } from '../../protocol/requests';
import type { Node } from './node';

/** The registers in a trap frame, with the address of each. */
export const savedRows = (
  id: string,
  label: string,
  { saved, frame }: NonNullable<TrapCardBody['card']>,
): Node => ({
  id,
  label,
  description: `${saved.length} registers at ${frame}`,
  icon: 'save',
  children: saved.map(({ name, address, value }) => ({
    id: `${id}/${name}`,
    label: name,
    description: `${value} at ${address}`,
    spoken: `${name}, ${value}, saved at ${address}`,
    context: 'written',
    written: `*(unsigned long *)${address}`,
  })),
});
