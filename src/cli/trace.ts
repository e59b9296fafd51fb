import { withInput } from './input';
import { UserError } from '../base/errors';
import { ChromeTrace } from '../debug/events/chrome';
import { EventJson } from '../debug/events/json';
import { grouping, Groups, type Grouping } from '../debug/events/query/groups';
import { Timeline } from '../debug/events/timeline';
import { EventWords } from '../debug/events/words';
import { choice, type Kind } from '../debug/launch/kinds';
import { System } from '../debug/system';
import { readFlag, readRun } from './arguments';
import type { Command } from './command';
import { choiceFlags, choiceOf } from './event-choice';
import { jsonWriter, textWriter, type EventWriter } from './event-lines';
import { protocolWriter } from './event-protocol';
import { csvWriter, groupFormats, writeGroups, type GroupFormat } from './event-table';
import { callFormat, CallTrace, functionName, type CallFormat } from './trace-calls';
import { recordFlag, replayFlag } from './recording';
import { bootOrReport, filesOf, rawFlag, runToStatus } from './run';

const formats = {
  text: ({ words }: Telling) => textWriter(words),
  json: ({ json }: Telling) => jsonWriter(json),
  csv: ({ json }: Telling) => csvWriter(json),
  chrome: ({ words }: Telling): EventWriter => new ChromeTrace(words),
  protocol: ({ words }: Telling) => protocolWriter(words),
};

/** What events are told with. */
interface Telling {
  readonly words: EventWords;
  readonly json: EventJson;
}

const fieldList: Kind<readonly string[]> = {
  allowed: 'fields of events with commas between',
  placeholder: 'FIELD,...',
  schema: { type: 'string' },
  read: (raw) => (raw === '' ? undefined : String(raw).split(',')),
};

const flags = {
  format: {
    kind: choice(...(Object.keys(formats) as (keyof typeof formats)[])),
    description:
      'How events are written: a line of text, of JSON or with commas each, a file for Perfetto, or the table OS / hardware / program. [text]',
  },
  ...choiceFlags,
  groupBy: { kind: fieldList, description: 'Counts them by these fields, instead of showing each.' },
  sum: { kind: fieldList, description: 'With --group-by: also adds up these fields, such as steps.' },
  calls: {
    kind: functionName,
    description:
      'Shows the calls of a function of the kernel or of a program instead, with arguments and results.',
  },
  raw: rawFlag,
  record: recordFlag,
  replay: replayFlag,
};

export const trace: Command = {
  name: 'trace',
  usage: '[OPTIONS] PROGRAM [ARG...] [-- PROGRAM [ARG...]]...',
  summary:
    'Runs programs as run does, and shows what happened instead of the console: traps, switches, exits.',
  flags,
  runs: true,
  async run(words, outside) {
    const { launch: asked, given } = readRun(words, flags);
    const { launch, around } = await withInput(asked, outside);
    if (readFlag('raw', flags.raw, given)) around.output.showEverything();
    const format = readFlag('format', flags.format, given) ?? 'text';
    const grouped = groupsAsked(given, format);
    const called = callsAsked(given, format);
    const ready = await bootOrReport(launch, around, filesOf(given));
    if (!ready) return 2;
    const { booted, tape } = ready;
    const system = new System(booted);
    if (called) {
      const counted = launch.options.stats === undefined ? undefined : new Timeline(system);
      counted?.reset();
      const calls = new CallTrace(system, called.name, readFlag('pid', flags.pid, given), called.format);
      const status = await runToStatus(booted, around, counted, [calls.watch], undefined, tape);
      around.output.write(calls.text);
      if (calls.remark !== undefined) around.say(`trapframe: ${calls.remark}`);
      return status;
    }
    const timeline = new Timeline(system);
    const wanted = choiceOf(given, system.kernel?.systemCalls);
    if (grouped) {
      const groups = new Groups(grouped.by);
      timeline.events.on((event) => {
        const look = wanted(event);
        if (look) groups.add(event, look);
      });
      timeline.reset();
      const status = await runToStatus(booted, around, timeline, [], undefined, tape);
      around.output.write(writeGroups(grouped.format, grouped.by, groups.all));
      return status;
    }
    const said = new EventWords(system.kernel);
    const json = new EventJson(said, system.kernel?.systemCalls);
    const writer = formats[format]({ words: said, json });
    around.output.write(writer.begin());
    timeline.events.on((event) => {
      around.output.write(writer.event(event, wanted(event) !== undefined));
    });
    timeline.reset();
    const status = await runToStatus(booted, around, timeline, [], undefined, tape);
    around.output.write(writer.end(booted.machine.instant));
    return status;
  },
};

/** How events are to be counted; undefined: each is shown. @throws UserError */
function groupsAsked(
  given: Readonly<Record<string, string>>,
  format: keyof typeof formats,
): { readonly by: Grouping; readonly format: GroupFormat } | undefined {
  const by = readFlag('groupBy', flags.groupBy, given);
  const sum = readFlag('sum', flags.sum, given);
  if (!by) {
    if (sum) throw new UserError('--sum adds up the fields of groups: it needs --group-by');
    return undefined;
  }
  if (!isGroupFormat(format)) {
    const allowed = Object.keys(groupFormats).join(', ');
    throw new UserError(`--format ${format} shows single events; with --group-by it takes one of ${allowed}`);
  }
  return { by: grouping(by, sum), format };
}

/** The function whose calls are shown; undefined: events are. @throws UserError */
function callsAsked(
  given: Readonly<Record<string, string>>,
  format: string,
): { readonly name: string; readonly format: CallFormat } | undefined {
  const name = readFlag('calls', flags.calls, given);
  if (name === undefined) return undefined;
  for (const other of ['where', 'only', 'groupBy', 'sum'] as const) {
    if (given[other] === undefined) continue;
    const flag = other === 'groupBy' ? 'group-by' : other;
    throw new UserError(`--calls shows calls of a function, and --${flag} is about events: give one of them`);
  }
  return { name, format: callFormat(format) };
}

const isGroupFormat = (format: string): format is GroupFormat => Object.hasOwn(groupFormats, format);
