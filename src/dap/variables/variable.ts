import type { DebugProtocol } from '@vscode/debugprotocol';

/** Something that unfolds into variables. What it yields is read when it is asked for. */
export interface VariableSource {
  variables(): DebugProtocol.Variable[];
  /** Changes a variable; returns it as it is then. @throws RequestError, UserError */
  set?(name: string, value: string): DebugProtocol.Variable;
}
