import type { DebugProtocol } from '@vscode/debugprotocol';
import { baseName } from '../debug/symbols/source-paths';
import type { Session } from './session';

/** A source file of the debug information, as the client opens it. */
export function sourceOf(session: Session, file: string): DebugProtocol.Source {
  const path = session.active.paths.toUser(file);
  return { name: baseName(path), path: session.client.wantsUris ? session.host.uriOf(path) : path };
}

/** The path that a client names a source by; it may be a URI, also of a client that did not say so. */
export function pathOf({ host }: Session, { path = '' }: DebugProtocol.Source): string {
  return /^file:/i.test(path) ? host.absolutePath(path) : path;
}
