import type { DebugProtocol } from '@vscode/debugprotocol';
import { features } from './features';

/** What this adapter does, as its requests declare it. Every entry has a spec over a real connection in test/dap. */
export const capabilities: DebugProtocol.Capabilities = Object.assign(
  // What the debugger says of a program may have colours.
  { supportsANSIStyling: true },
  ...Object.values(features).map((request) => ('capabilities' in request ? request.capabilities : {})),
) as DebugProtocol.Capabilities;
