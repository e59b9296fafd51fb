import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Debugger } from '../debug/debugger';
import { baseName } from '../debug/symbols/source-paths';

/** A source file of the debug information, as the client opens it. */
export function sourceOf(target: Debugger, file: string): DebugProtocol.Source {
  const path = target.paths.toUser(file);
  return { name: baseName(path), path };
}
