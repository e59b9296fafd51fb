import type { Mark } from '../debug/events/summary';
import type { TimelineEvent } from '../debug/events/event';
import { EventJson } from '../debug/events/json';
import { EventWords } from '../debug/events/words';
import type { System } from '../debug/system';
import type { MarkBody, TimelineEventBody } from '../protocol/requests';

/** Events as clients get them: facts for those who reckon, words for those who show. */
export class EventBodies {
  private readonly words: EventWords;
  private readonly json: EventJson;

  constructor({ kernel }: Pick<System, 'kernel'>) {
    this.words = new EventWords(kernel);
    this.json = new EventJson(this.words, kernel?.systemCalls);
  }

  event(event: TimelineEvent): TimelineEventBody {
    return { ...this.json.event(event), title: this.words.title(event) };
  }

  mark({ event, pid, count }: Mark): MarkBody {
    const { at, cpu, kind, from, to } = event;
    const why = this.words.reason(event);
    return {
      at,
      cpu,
      pid,
      kind,
      count,
      before: from,
      after: to,
      detail: this.words.sentence(event),
      fact: this.json.fact(event),
      title: this.words.title(event),
      labels: this.words.labels(event),
      ...(why === undefined ? {} : { why }),
    };
  }
}
