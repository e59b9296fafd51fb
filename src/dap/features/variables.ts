import type { DebugProtocol } from '@vscode/debugprotocol';
import { ErrorId, RequestError, stateError } from '../errors';
import type { Handlers } from '../handlers';
import type { Session } from '../session';
import { cpuOf } from '../variables/cpu';
import { csrsOf } from '../variables/csrs';
import { registersOf } from '../variables/registers';
import { trapOfThread, trapScope } from '../variables/trap';
import type { VariableSource } from '../variables/variable';

/** Scopes of a frame and what is in them. */
export function variablesFeature(session: Session): Handlers {
  const scope = (
    name: string,
    key: string,
    source: VariableSource,
    more: Partial<DebugProtocol.Scope> = {},
  ): DebugProtocol.Scope => ({
    name,
    variablesReference: session.variables.of(key, source),
    expensive: false,
    ...more,
  });
  const sourceOf = (number: number): VariableSource => {
    const source = session.variables.get(number);
    if (!source) throw stateError(`there are no variables ${number}`);
    return source;
  };
  return {
    scopes: ({ frameId }: DebugProtocol.ScopesArguments) => {
      const { thread, reference } = session.frameWithId(frameId);
      const { threadId, index } = reference;
      session.focus = threadId;
      const cpu = thread.hart?.id;
      const scopes = [
        scope('Registers', `registers ${threadId} ${index}`, registersOf(session, reference), {
          presentationHint: 'registers',
        }),
        scope('CPU', `cpu ${threadId}`, cpuOf(session, threadId)),
        ...(trapOfThread(session, threadId)
          ? [scope('Trap', `trap ${threadId}`, trapScope(session, threadId))]
          : []),
        ...(cpu === undefined
          ? []
          : [scope('CSRs', `csrs ${cpu}`, csrsOf(session, cpu), { expensive: true })]),
      ];
      return { scopes };
    },
    variables: ({ variablesReference, start = 0, count }: DebugProtocol.VariablesArguments) => {
      const variables = sourceOf(variablesReference).variables();
      const isPaged = count !== undefined && count > 0;
      return { variables: isPaged ? variables.slice(start, start + count) : variables };
    },
    setVariable: ({ variablesReference, name, value }: DebugProtocol.SetVariableArguments) => {
      const source = sourceOf(variablesReference);
      if (!source.set) throw new RequestError(ErrorId.user, `${name} cannot be changed`);
      if (session.active.isRunning) throw stateError('the machine is running; pause it to change something');
      const { name: _, evaluateName: __, ...rest } = source.set(name, value);
      return rest;
    },
  };
}
