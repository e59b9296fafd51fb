import { hex, toSigned64 } from '../../base/integers';
import type { SystemCalls } from '../traps/system-calls';
import type { Fact, TimelineEvent } from './event';
import { stretchJson } from './stretch-json';
import type { EventWords } from './words';

/** A fact as JSON has it; `FactBody` in the protocol says what each field is. */
export type FactJson = { readonly pc: string; readonly name?: string } & Readonly<Record<string, unknown>>;

/** An event as a line of `trapframe trace --format json`. */
export interface EventLine extends Pick<
  TimelineEvent,
  'at' | 'cpu' | 'pid' | 'from' | 'to' | 'kind' | 'cause'
> {
  readonly detail: string;
  readonly fact: FactJson;
}

/** Events as JSON, for other programs. */
export class EventJson {
  constructor(
    private readonly words: EventWords,
    private readonly calls: Pick<SystemCalls, 'nameOf'> | undefined,
  ) {}

  event(event: TimelineEvent): EventLine {
    const { at, cpu, pid, from, to, kind, cause } = event;
    return {
      at,
      cpu,
      pid,
      from,
      to,
      kind,
      cause,
      detail: this.words.sentence(event),
      fact: this.fact(event),
    };
  }

  fact(event: TimelineEvent): FactJson {
    const { name, pc } = event;
    return { ...(name === null ? {} : { name }), pc: hex(pc), ...this.own(event) };
  }

  /** The fields that are its kind's. */
  private own(fact: Fact): Readonly<Record<string, unknown>> {
    switch (fact.kind) {
      case 'boot':
        if (fact.boot === 'setting') return { boot: fact.boot, csr: fact.csr, value: hex(fact.value) };
        if (fact.boot === 'step') return { boot: fact.boot, step: fact.step, said: fact.said };
        return { boot: fact.boot };
      case 'load':
        return { path: fact.path };
      case 'process':
        return { step: fact.step, said: fact.said, path: fact.path };
      case 'trap':
        if (!fact.call) return {};
        return {
          ...this.named(fact.call.number),
          args: fact.call.args.map((value) => (typeof value === 'bigint' ? number(value) : value)),
        };
      case 'exception':
        return { value: hex(fact.value) };
      case 'interrupt':
        return {};
      case 'return': {
        const result = fact.result === undefined ? {} : { result: number(toSigned64(fact.result)) };
        return { ...(fact.call === undefined ? {} : this.named(fact.call)), ...result };
      }
      case 'state':
        return { state: fact.state, waitingFor: fact.waitingFor };
      case 'switch':
        return { cpuIs: fact.cpuIs };
      case 'exit':
        return { status: fact.status };
      case 'killed': {
        if (!fact.fault) return {};
        const { cause, interrupt, epc, value } = fact.fault;
        return { fault: { cause, interrupt, epc: hex(epc), value: hex(value) } };
      }
      case 'panic':
        return { message: fact.message };
      case 'transient':
        return {
          behind: fact.behind,
          instructions: fact.instructions,
          ended: fact.ended,
          ...(fact.address === undefined
            ? {}
            : { address: hex(fact.address), value: hex(fact.value!), refusal: fact.refusal }),
          lines: fact.lines.map(hex),
          ...(fact.stretch && { stretch: stretchJson(fact.stretch) }),
        };
      case 'console':
        return { text: fact.text };
      case 'halt':
        if (fact.end === 'finished') return { end: fact.end, code: fact.code };
        return fact.end === 'stuck' ? { end: fact.end, reason: fact.reason } : { end: fact.end };
    }
  }

  private named(call: bigint): { call: string; number: number | string } {
    return { call: this.calls?.nameOf(call) ?? String(call), number: number(call) };
  }
}

/** A number of JSON where it fits into one. */
const number = (value: bigint): number | string =>
  value > Number.MIN_SAFE_INTEGER && value < Number.MAX_SAFE_INTEGER ? Number(value) : hex(value);
