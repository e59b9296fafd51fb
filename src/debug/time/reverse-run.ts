import type { Outcome } from '../run/outcome';
import type { Runner } from '../run/runner';
import type { Stop } from '../run/stop';
import type { LogLine } from '../run/verdict';
import { atStart } from './time-stop';
import type { Travel } from './travel';

/**
 * Runs backward: to the latest instant before this one at which a breakpoint or a filter stops, conditions and hit counts
 * included; what lies at the present instant is ignored. Where nothing stops it, to the start of the recording.
 */
export async function reverseRun(
  travel: Travel,
  { machine }: Runner,
  log: (line: LogLine, at: number) => void,
): Promise<Outcome | 'cancelled'> {
  const lines: { readonly line: LogLine; readonly at: number }[] = [];
  const found = await travel.latest<Stop>(travel.instant, {
    atStop: (stop) => stop,
    log: (line, at) => lines.push({ line, at }),
  });
  if (found.kind === 'cancelled') return 'cancelled';
  const at = found.kind === 'found' ? found.at : 0;
  // In the order in which one comes by.
  for (const one of lines.filter((line) => line.at > at).sort((a, b) => b.at - a.at)) log(one.line, one.at);
  const there = await travel.goTo(at);
  if (there.kind !== 'reached') return 'cancelled';
  if (found.kind !== 'found') return atStart(machine.current);
  return { kind: 'stopped', hart: machine.harts[found.what.cpu], stop: found.what };
}
