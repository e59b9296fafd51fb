import type { DebugProtocol } from '@vscode/debugprotocol';
import { trapFilters } from '../debug/traps/filters';

/** What this adapter does. Every entry has a spec over a real connection in test/dap. */
export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsInstructionBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsValueFormattingOptions: true,
  supportsClipboardContext: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.', '>', '$', ':'],
  supportsLoadedSourcesRequest: true,
  supportsExceptionInfoRequest: true,
  supportsExceptionFilterOptions: true,
  exceptionBreakpointFilters: trapFilters.map(({ id, label, description, byDefault }) => ({
    filter: id,
    label,
    description,
    default: byDefault,
    supportsCondition: true,
    conditionDescription: 'e.g. pid == 3 && a7 == SYS_write',
  })),
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportsSteppingGranularity: true,
  supportsDelayedStackTraceLoading: true,
  supportsDisassembleRequest: true,
  supportsReadMemoryRequest: true,
  supportsWriteMemoryRequest: true,
};
