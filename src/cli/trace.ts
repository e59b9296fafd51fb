import { UserError } from '../base/errors';
import { ChromeTrace } from '../debug/events/chrome';
import { eventKinds, type EventKind, type TimelineEvent } from '../debug/events/event';
import { EventJson } from '../debug/events/json';
import { Timeline } from '../debug/events/timeline';
import { EventWords } from '../debug/events/words';
import { choice, integer, type Kind } from '../debug/launch/kinds';
import { System } from '../debug/system';
import { nearName } from '../toolchain/assembler/text/near-names';
import { readFlag, readRun } from './arguments';
import type { Command } from './command';
import { jsonWriter, textWriter, type EventWriter } from './event-lines';
import { protocolWriter } from './event-protocol';
import { bootOrReport, rawFlag, runToStatus } from './run';

const kinds = Object.keys(eventKinds) as EventKind[];

/** Kinds of events with commas between. */
const kindList: Kind<ReadonlySet<EventKind>> = {
  allowed: `kinds with commas between: ${kinds.join(', ')}`,
  placeholder: 'KIND,...',
  schema: { type: 'string' },
  read(raw) {
    const words = String(raw).split(',');
    for (const word of words) {
      if (kinds.includes(word as EventKind)) continue;
      const near = nearName(word, kinds);
      const instead = near ? `did you mean ${near}?` : `there are ${kinds.join(', ')}`;
      throw new UserError(`--only: there are no events of kind "${word}"; ${instead}`);
    }
    return new Set(words as EventKind[]);
  },
};

const formats = {
  text: ({ words }: Telling) => textWriter(words),
  json: ({ json }: Telling) => jsonWriter(json),
  chrome: ({ words }: Telling): EventWriter => new ChromeTrace(words),
  protocol: ({ words }: Telling) => protocolWriter(words),
};

/** What events are told with. */
interface Telling {
  readonly words: EventWords;
  readonly json: EventJson;
}

const flags = {
  format: {
    kind: choice(...(Object.keys(formats) as (keyof typeof formats)[])),
    description:
      'How events are written: a line of text or of JSON each, a file for Perfetto, or the table OS / hardware / program. [text]',
  },
  only: { kind: kindList, description: `Only events of these kinds: ${kinds.join(', ')}.` },
  pid: { kind: integer(1), description: 'Only events of this process.' },
  raw: rawFlag,
};

export const trace: Command = {
  name: 'trace',
  usage: '[OPTIONS] PROGRAM [ARG...] [-- PROGRAM [ARG...]]...',
  summary:
    'Runs programs as run does, and shows what happened instead of the console: traps, switches, exits.',
  flags,
  runs: true,
  async run(words, around) {
    const { launch, given } = readRun(words, flags);
    if (readFlag('raw', flags.raw, given)) around.output.showEverything();
    const format = readFlag('format', flags.format, given) ?? 'text';
    const wanted = filter(readFlag('only', flags.only, given), readFlag('pid', flags.pid, given));
    const booted = await bootOrReport(launch, around);
    if (!booted) return 2;
    const system = new System(booted);
    const timeline = new Timeline(system);
    const said = new EventWords(system.kernel);
    const json = new EventJson(said, system.kernel?.systemCalls);
    const writer = formats[format]({ words: said, json });
    around.output.write(writer.begin());
    timeline.events.on((event) => {
      around.output.write(writer.event(event, wanted(event)));
    });
    timeline.reset();
    const status = await runToStatus(booted, around, timeline);
    around.output.write(writer.end(booted.machine.instant));
    return status;
  },
};

const filter =
  (only: ReadonlySet<EventKind> | undefined, pid: number | undefined) =>
  (event: TimelineEvent): boolean =>
    (!only || only.has(event.kind)) && (pid === undefined || event.pid === pid);
