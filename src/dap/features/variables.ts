import type { DebugProtocol } from '@vscode/debugprotocol';
import { ErrorId, RequestError, stateError } from '../errors';
import type { Handlers } from '../handlers';
import type { Session } from '../session';
import { cpuOf } from '../variables/cpu';
import { csrsOf } from '../variables/csrs';
import { globalsScope } from '../variables/globals';
import { hasLocals, keyOf, localsScope } from '../variables/locals';
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
      const { thread, frame, reference } = session.frameWithId(frameId);
      const { threadId, depth } = reference;
      session.focus = threadId;
      const cpu = thread.hart?.id;
      const scopes = [
        ...(hasLocals(frame)
          ? [scope('Locals', keyOf(reference, frame), localsScope(session, reference), LOCALS)]
          : []),
        scope('Registers', `registers ${threadId} ${depth}`, registersOf(session, reference), {
          presentationHint: 'registers',
        }),
        scope('CPU', `cpu ${threadId}`, cpuOf(session, threadId)),
        ...(trapOfThread(session, threadId)
          ? [scope('Trap', `trap ${threadId}`, trapScope(session, threadId))]
          : []),
        ...(cpu === undefined
          ? []
          : [scope('CSRs', `csrs ${cpu}`, csrsOf(session, cpu), { expensive: true })]),
        ...(frame.image
          ? [
              scope(
                'Globals',
                `globals ${threadId} ${frame.image.name}`,
                globalsScope(session, reference),
                GLOBALS,
              ),
            ]
          : []),
      ];
      return { scopes };
    },
    variables: (args: DebugProtocol.VariablesArguments) => {
      const { variablesReference, filter, start = 0, count, format } = args;
      const isPaged = count !== undefined && count > 0;
      const page = { start: isPaged ? Math.max(0, start) : 0, count: isPaged ? count : undefined };
      const variables = sourceOf(variablesReference).variables(page, session.format(format));
      // Whatever unfolds has elements alone or named parts alone.
      const isWanted = variables.length === 0 || isElement(variables[0]) === (filter === 'indexed');
      return { variables: filter === undefined || isWanted ? variables : [] };
    },
    setVariable: ({ variablesReference, name, value, format }: DebugProtocol.SetVariableArguments) => {
      const source = sourceOf(variablesReference);
      if (!source.set) throw new RequestError(ErrorId.user, `${name} cannot be changed`);
      if (session.active.isRunning) throw stateError('the machine is running; pause it to change something');
      const {
        name: _,
        evaluateName: __,
        presentationHint: ___,
        ...rest
      } = source.set(name, value, session.format(format));
      return rest;
    },
  };
}

const isElement = ({ name }: DebugProtocol.Variable): boolean => /^\[\d+\]$/.test(name);

const LOCALS = { presentationHint: 'locals' } as const;
const GLOBALS = { expensive: true } as const;
