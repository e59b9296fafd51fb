import type { DebugProtocol as P } from '@vscode/debugprotocol';

/** The requests of DAP that are answered here: `command -> [arguments, body]`, in the protocol's own types. */
export interface StandardRequests {
  initialize: [P.InitializeRequestArguments, P.Capabilities];
  launch: [P.LaunchRequestArguments, void];
  configurationDone: [P.ConfigurationDoneArguments, void];
  restart: [P.RestartArguments, void];
  terminate: [P.TerminateArguments, void];
  disconnect: [P.DisconnectArguments, void];
  cancel: [P.CancelArguments, void];

  setBreakpoints: [P.SetBreakpointsArguments, P.SetBreakpointsResponse['body']];
  setFunctionBreakpoints: [P.SetFunctionBreakpointsArguments, P.SetFunctionBreakpointsResponse['body']];
  setInstructionBreakpoints: [
    P.SetInstructionBreakpointsArguments,
    P.SetInstructionBreakpointsResponse['body'],
  ];
  setDataBreakpoints: [P.SetDataBreakpointsArguments, P.SetDataBreakpointsResponse['body']];
  dataBreakpointInfo: [P.DataBreakpointInfoArguments, P.DataBreakpointInfoResponse['body']];
  // `filters` is required by the protocol's types; some clients leave it out.
  setExceptionBreakpoints: [
    Partial<P.SetExceptionBreakpointsArguments>,
    P.SetExceptionBreakpointsResponse['body'],
  ];
  breakpointLocations: [P.BreakpointLocationsArguments, P.BreakpointLocationsResponse['body']];
  exceptionInfo: [P.ExceptionInfoArguments, P.ExceptionInfoResponse['body']];

  continue: [Partial<P.ContinueArguments>, P.ContinueResponse['body']];
  pause: [Partial<P.PauseArguments>, void];
  next: [P.NextArguments, void];
  stepIn: [P.StepInArguments, void];
  stepOut: [P.StepOutArguments, void];
  restartFrame: [P.RestartFrameArguments, void];
  stepBack: [P.StepBackArguments, void];
  reverseContinue: [Partial<P.ReverseContinueArguments>, void];
  stepInTargets: [P.StepInTargetsArguments, P.StepInTargetsResponse['body']];
  gotoTargets: [P.GotoTargetsArguments, P.GotoTargetsResponse['body']];
  goto: [P.GotoArguments, void];

  threads: [Record<string, never>, P.ThreadsResponse['body']];
  stackTrace: [P.StackTraceArguments, P.StackTraceResponse['body']];
  scopes: [P.ScopesArguments, P.ScopesResponse['body']];
  variables: [P.VariablesArguments, P.VariablesResponse['body']];
  setVariable: [P.SetVariableArguments, P.SetVariableResponse['body']];
  setExpression: [P.SetExpressionArguments, P.SetExpressionResponse['body']];
  evaluate: [P.EvaluateArguments, P.EvaluateResponse['body']];
  completions: [P.CompletionsArguments, P.CompletionsResponse['body']];

  source: [P.SourceArguments, P.SourceResponse['body']];
  loadedSources: [P.LoadedSourcesArguments, P.LoadedSourcesResponse['body']];
  readMemory: [P.ReadMemoryArguments, P.ReadMemoryResponse['body']];
  writeMemory: [P.WriteMemoryArguments, P.WriteMemoryResponse['body']];
  disassemble: [P.DisassembleArguments, P.DisassembleResponse['body']];
}
