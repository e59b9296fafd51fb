import { addressSpacesFeature } from './features/address-spaces';
import { breakpointsFeature } from './features/breakpoints';
import { cancelFeature } from './features/cancel';
import { completionsFeature } from './features/completions';
import { consoleFeature } from './features/console';
import { dataBreakpointsFeature } from './features/data-breakpoints';
import { eventsFeature } from './features/events';
import { evaluateFeature } from './features/evaluate';
import { exceptionsFeature } from './features/exceptions';
import { executionFeature } from './features/execution';
import { gotoFeature } from './features/goto';
import { launchFeature } from './features/launch';
import { machineFeature } from './features/machine';
import { memoryFeature } from './features/memory';
import { numberFormatFeature } from './features/number-format';
import { processesFeature } from './features/processes';
import { questionsFeature } from './features/questions';
import { runToFeature } from './features/run-to';
import { sourceFeature } from './features/source';
import { threadsFeature } from './features/threads';
import { timeFeature } from './features/time';
import { timelineFeature } from './features/timeline';
import { timingFeature } from './features/timing';
import { trapsFeature } from './features/traps';
import { variablesFeature } from './features/variables';
import type { Command, RequestOf } from './feature';

/** Every request but `initialize`, which tells of them: the compiler sees that none is missing. */
export const features = {
  ...launchFeature,
  ...breakpointsFeature,
  ...dataBreakpointsFeature,
  ...exceptionsFeature,
  ...executionFeature,
  ...runToFeature,
  ...timeFeature,
  ...questionsFeature,
  ...gotoFeature,
  ...cancelFeature,
  ...threadsFeature,
  ...variablesFeature,
  ...evaluateFeature,
  ...completionsFeature,
  ...memoryFeature,
  ...sourceFeature,
  ...numberFormatFeature,
  ...machineFeature,
  ...processesFeature,
  ...consoleFeature,
  ...addressSpacesFeature,
  ...timelineFeature,
  ...eventsFeature,
  ...timingFeature,
  ...trapsFeature,
} satisfies { readonly [C in Exclude<Command, 'initialize'>]: RequestOf<C> };
