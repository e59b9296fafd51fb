import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Speed } from '../debug/launch/speed';
import type { TrapCause } from '../debug/run/judge';
import type { Type } from '../toolchain/dwarf/types/model';

/** What the client has asked for so far: a restart grants it anew. */
export class Wishes {
  readonly sources = new Map<string, DebugProtocol.SourceBreakpoint[]>();
  functions: DebugProtocol.FunctionBreakpoint[] = [];
  instructions: DebugProtocol.InstructionBreakpoint[] = [];
  exceptions: Partial<DebugProtocol.SetExceptionBreakpointsArguments> = { filters: [] };
  /** Numbers by which the client hears of them. */
  exceptionIds: number[] = [];
  data: DebugProtocol.DataBreakpoint[] = [];
  /** By the `dataId`: what lies there, as it was when the client asked. */
  readonly dataTypes = new Map<string, Type>();
  /** Traps with a mark in the trap table. */
  causes: readonly TrapCause[] = [];
  /** Processes to stop at when they are given a CPU. */
  scheduled: ReadonlySet<number> = new Set();
  logSystemCalls = false;
  /** Somebody may type at the machine's console; only a client that has nobody says that there is none. */
  isTypedAt = true;
  /** Undefined: as the launch says. */
  speed: Speed | undefined;
  /** Numbers in hexadecimal, unless a request says otherwise. */
  hexadecimal = false;
}
