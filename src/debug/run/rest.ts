import type { Hart } from '../../machine/types';
import { Breakpoint } from '../breakpoints/breakpoint';
import type { System } from '../system';
import type { Followed } from './follower';
import type { InlinedCalls } from './inlined-calls';
import type { UserJudge } from './judge';
import type { Runner } from './runner';
import type { Stop } from './stop';

/** How a run came out on a machine that can go on. */
type AtRest = Extract<Followed, { hart: Hart }>;

/** What a run that is over has come to, for whoever looks: the words of a step, other breakpoints on the instruction, inlined calls. */
export class Rest {
  constructor(
    private readonly system: System,
    private readonly runner: Runner,
    private readonly judge: UserJudge,
    private readonly inlined: InlinedCalls,
  ) {}

  stopOf(outcome: AtRest): Stop {
    switch (outcome.kind) {
      case 'stopped':
        return this.atInlinedCall(this.withBreakpoints(outcome.stop));
      case 'reached':
      case 'lost':
        // Steps arrive; what reaches a goal is the run to the entry.
        return this.withBreakpoints({ why: { kind: 'entry' }, cpu: outcome.hart.id, description: 'Entry' });
      case 'arrived':
        return this.atInlinedCall(this.withBreakpoints(this.stepStop(outcome)));
    }
  }

  private stepStop({ hart, words, atCall }: AtRest & { kind: 'arrived' }): Stop {
    const trap = this.system.traps.of(hart);
    const isTrap = trap?.at === this.system.machine.instant;
    return {
      why: { kind: 'step' },
      cpu: hart.id,
      description: words ?? (isTrap ? this.judge.headlineOf(hart, trap) : 'Step'),
      ...(isTrap ? { trap } : {}),
      ...(atCall ? { atCall } : {}),
    };
  }

  /** A breakpoint on the line of an inlined call stops at the call, not in the body that begins there as well. */
  private atInlinedCall(stop: Stop): Stop {
    if (stop.why.kind !== 'breakpoint') return stop;
    const lines = stop.why.breakpoints.flatMap((one) => (one instanceof Breakpoint ? [one.target] : []));
    const hart = this.system.hart(stop.cpu);
    const atCall = this.inlined.standAtOneOf(hart, lines, this.system.imageOn(hart)?.lineAt(hart.pc));
    return atCall ? { ...stop, atCall } : stop;
  }

  /** Breakpoints on the instruction at which something else stopped: they were hit, too. */
  private withBreakpoints(stop: Stop): Stop {
    const there = this.runner.judgeHere(this.system.hart(stop.cpu));
    if (!there) return stop;
    const hits = 'breakpoints' in there.why ? there.why.breakpoints : [];
    if (stop.why.kind === 'data' || (stop.why.kind === 'filter' && there.why.kind !== 'filter')) {
      return { ...stop, why: { ...stop.why, breakpoints: [...stop.why.breakpoints, ...hits] } };
    }
    if (stop.why.kind === 'goto' || stop.why.kind === 'restart') return stop;
    return there.why.kind === 'filter' || stop.why.kind === 'step' ? there : stop;
  }
}
