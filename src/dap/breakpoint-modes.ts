import type { DebugProtocol } from '@vscode/debugprotocol';

const EVERYTHING = ['source', 'instruction', 'data', 'exception'];
const mode = (
  name: string,
  label: string,
  description: string,
  appliesTo: string[] = EVERYTHING,
): DebugProtocol.BreakpointMode => ({ mode: name, label, description, appliesTo });

/** Whose doings a breakpoint heeds. */
export const breakpointModes: DebugProtocol.BreakpointMode[] = [
  mode('any', 'Any mode', 'Whoever runs.'),
  mode('user', 'User mode', 'Only what programs do themselves.'),
  mode('kernel', 'Kernel', 'Only what the kernel does.'),
  mode('process', 'This process', 'Only the process that is selected now, in whatever mode it is.'),
  mode('change', 'Changes', 'Only writes that change the value.', ['data']),
];
