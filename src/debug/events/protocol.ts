import type { EventKind, TimelineEvent } from './event';

/** The two parts of the lecture's table: what is done once, and what is done to run programs. */
export type ProtocolPart = 'boot' | 'run';

/** Where in the protocol of limited direct execution a run is: told of every event, before its rows are asked for. */
export class Protocol {
  private current: ProtocolPart = 'boot';
  private told = false;

  /** The part that the last event belongs to. */
  get part(): ProtocolPart {
    return this.current;
  }

  /** The kernel has told of steps of making a process. */
  get tellsSteps(): boolean {
    return this.told;
  }

  /** As much as is known now, to begin from here once more. */
  copy(): Protocol {
    const copy = new Protocol();
    copy.current = this.current;
    copy.told = this.told;
    return copy;
  }

  learn({ kind }: TimelineEvent): void {
    if (!bootKinds.includes(kind)) this.current = 'run';
    if (kind === 'process') this.told = true;
  }
}

/** Until the first program is loaded. */
const bootKinds: readonly EventKind[] = ['boot', 'console', 'interrupt'];
