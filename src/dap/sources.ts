import type { DebugProtocol } from '@vscode/debugprotocol';
import { baseName } from '../debug/symbols/source-paths';
import type { Session } from './session';

/** A source file of the debug information, as the client opens it. */
export function sourceOf(session: Session, file: string): DebugProtocol.Source {
  const path = session.active.paths.toUser(file);
  return { name: baseName(path), path };
}
