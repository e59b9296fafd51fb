import { UserError } from '../../base/errors';
import { hex } from '../../base/integers';
import type { CodePlace } from '../breakpoints/breakpoint';
import type { System } from '../system';
import { nameOfThread, type Thread } from '../threads';
import type { Stop } from './stop';

/** @throws UserError when a thread cannot go on from a place */
export function checkJump(system: System, thread: Thread, { address, image }: CodePlace): void {
  const { hart } = thread;
  if (!hart) throw new UserError(`${nameOfThread(thread)}: it does not run, so no pc is its own`);
  const there = system.imageOn(hart);
  if (image === there) return;
  const [to, from] = [image, there].map((one) => one?.name ?? 'no program');
  throw new UserError(`${nameOfThread(thread)}: ${hex(address)} is in ${to}, and the thread is in ${from}`);
}

/** Sends a thread on from another place, without executing what is between. @returns the stop there; undefined: it does not run */
export function jump({ hart }: Thread, { address, image }: CodePlace): Stop | undefined {
  if (!hart) return undefined;
  hart.pc = address;
  const description = `Jumped to ${image?.nameOf(address) ?? hex(address)}`;
  return { why: { kind: 'goto' }, cpu: hart.id, description };
}
