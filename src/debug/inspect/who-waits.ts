import { System } from '../system';
import type { Booted } from '../launch/boot';

const MOST = 4;

/**
 * What keeps each process from running, for a machine on which nothing can happen any more: `a (1) waits for input, b (2) is
 * ready, but the policy never chose it`. Empty where no processes are known.
 */
export function whoWaits(booted: Booted): string {
  const processes = new System(booted).kernel?.list().processes ?? [];
  const words = processes.flatMap(({ pid, name, state, waitingFor }) => {
    if (state === 'blocked') return `${name} (${pid}) waits for ${waitingFor ?? 'something'}`;
    return state === 'ready' ? `${name} (${pid}) is ready, but the policy never chose it` : [];
  });
  const more = words.length > MOST ? [`${words.length - MOST} more`] : [];
  return [...words.slice(0, MOST), ...more].join(', ');
}
