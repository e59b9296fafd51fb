import type { Check, CheckKind, CheckOf } from '../format/check-kinds';
import { watchAverage, watchInstructions } from './accounts';
import { watchAnswer } from './answer';
import { watchEach } from './each';
import { watchBuilds, watchStatus } from './ending';
import { watchEvents } from './events';
import { watchFollows } from './follows';
import { watchMode } from './mode';
import { watchOrder } from './order';
import { watchOutput } from './output';
import { watchRegisters } from './registers';
import { watchSchedule } from './schedule';
import { watchState } from './state';
import { watchSwitches } from './switches';
import type { Scene, Watch } from './watch';

const kinds: { readonly [K in CheckKind]: (check: CheckOf<K>, scene: Scene) => Watch } = {
  builds: watchBuilds,
  status: watchStatus,
  output: watchOutput,
  events: watchEvents,
  order: watchOrder,
  each: watchEach,
  follows: watchFollows,
  state: watchState,
  registers: watchRegisters,
  switches: watchSwitches,
  mode: watchMode,
  instructions: watchInstructions,
  average: watchAverage,
  schedule: watchSchedule,
  answer: watchAnswer,
};

/** Whoever looks at a run for a check. @throws UserError when the check makes no sense for it */
export const watchFor = (check: Check, scene: Scene): Watch =>
  (kinds[check.kind] as (check: Check, scene: Scene) => Watch)(check, scene);
