/**
 * Every custom request and event of the adapter, typed: one file a group, all of them here. Shared by the adapter, the views,
 * the command line and tests; no logic. Names and shapes are promises (docs/protocol.md).
 */
import type { ConsoleRequests } from './console';
import type { MachineRequests } from './machine';
import type { MemoryRequests } from './memory';
import type { ProcessesRequests } from './processes';
import type { QuestionRequests } from './questions';
import type { ScreenBody, TimeRequests } from './time';
import type { TimelineRequests } from './timeline';
import type { TimingRequests } from './timing';
import type { TrapsRequests } from './traps';
import type { DiagnosticsBody } from './diagnostics';

export type * from './code';
export type * from './console';
export type * from './diagnostics';
export type * from './machine';
export type * from './memory';
export type * from './processes';
export type * from './questions';
export type * from './time';
export type * from './timeline';
export type * from './timing';
export type * from './traps';

/** `command -> [arguments, body]` */
export interface CustomRequests
  extends
    ConsoleRequests,
    MachineRequests,
    MemoryRequests,
    ProcessesRequests,
    QuestionRequests,
    TimeRequests,
    TimelineRequests,
    TimingRequests,
    TrapsRequests {}
export type CustomRequest = keyof CustomRequests;
export type RequestArguments<R extends CustomRequest> = CustomRequests[R][0];
export type RequestBody<R extends CustomRequest> = CustomRequests[R][1];

/** Events that the adapter sends besides those of DAP. */
export interface CustomEvents {
  /** The programs were built (launch or restart). With an error among them the request then fails. */
  'trapframe/diagnostics': DiagnosticsBody;
  /** The machine moved or was changed: views should ask again. */
  'trapframe/changed': { instruction: number };
  /** The machine was taken to another instant: a screen that shows its console shows this instead of what it shows. */
  'trapframe/screen': ScreenBody;
}
