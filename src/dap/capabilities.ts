import type { DebugProtocol } from '@vscode/debugprotocol';
import { trapFilters } from '../debug/traps/filters';

const EVERYTHING = ['source', 'instruction', 'data', 'exception'];
const mode = (
  name: string,
  label: string,
  description: string,
  appliesTo: string[] = EVERYTHING,
): DebugProtocol.BreakpointMode => ({ mode: name, label, description, appliesTo });

/** What this adapter does. Every entry has a spec over a real connection in test/dap. */
export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsInstructionBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsDataBreakpoints: true,
  supportsDataBreakpointBytes: true,
  breakpointModes: [
    mode('any', 'Any mode', 'Whoever runs.'),
    mode('user', 'User mode', 'Only what programs do themselves.'),
    mode('kernel', 'Kernel', 'Only what the kernel does.'),
    mode('process', 'This process', 'Only the process that is selected now, in whatever mode it is.'),
    mode('change', 'Changes', 'Only writes that change the value.', ['data']),
  ],
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
  supportsStepInTargetsRequest: true,
  supportsGotoTargetsRequest: true,
  supportsCancelRequest: true,
  supportsANSIStyling: true,
  supportsDelayedStackTraceLoading: true,
  supportsDisassembleRequest: true,
  supportsReadMemoryRequest: true,
  supportsWriteMemoryRequest: true,
};
