import type { ChangeBody, TrapCardBody } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import type { Node, Rows } from './node';

type Card = NonNullable<TrapCardBody['card']>;

/** What the hardware did at a trap, what the kernel saved, and what the return from the trap will restore. */
export async function trapCardRows(session: Session, threadId: number | undefined): Promise<Rows> {
  const thread = threadId ?? session.picture?.machine.cpus.find(({ pid }) => pid !== undefined)?.pid;
  if (thread === undefined || !session.isSeen) return nothing;
  const { card } = await session.request('trapframe/trapCard', { threadId: thread });
  return card ? { nodes: presentCard(card), message: card.headline } : nothing;
}

const nothing: Rows = {
  nodes: [],
  message: 'The process that is looked at is not in the kernel because of a trap.',
};

export const presentCard = (card: Card): Node[] => [
  {
    id: 'hardware',
    label: 'The hardware changed',
    description: 'all in one step',
    icon: 'chip',
    expanded: true,
    children: card.hardware.map((change) => changeRow('hardware', change)),
  },
  card.saved.length > 0
    ? savedRows('saved', 'The kernel saved', card)
    : { id: 'saved', label: 'The kernel saved', description: 'nothing yet', icon: 'save' },
  {
    id: 'restores',
    label: 'Return-from-trap will restore',
    description: 'sret, as things are now',
    icon: 'debug-step-out',
    expanded: true,
    children: card.restores.map((change) => changeRow('restores', change)),
  },
];

/** The registers in a trap frame, with the address of each. */
export const savedRows = (id: string, label: string, { saved, frame }: Card): Node => ({
  id,
  label,
  description: `${saved.length} registers at ${frame}`,
  icon: 'save',
  children: saved.map(({ name, address, value }) => ({
    id: `${id}/${name}`,
    label: name,
    description: `${value} at ${address}`,
    spoken: `${name}, ${value}, saved at ${address}`,
  })),
});

const changeRow = (group: string, { what, before, after }: ChangeBody): Node => ({
  id: `${group}/${what}`,
  label: what,
  description: `${before} → ${after}`,
  spoken: `${what}: before ${before}, after ${after}`,
});
