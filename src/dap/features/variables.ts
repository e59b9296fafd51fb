import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Thread } from '../../debug/threads';
import type { CodeFrame } from '../../debug/unwind/frames';
import { ErrorId, RequestError, stateError } from '../errors';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { format as formatShape, id, natural } from '../shapes/common';
import { object, text } from '../shapes/shape';
import type { FrameReference } from '../stacks';
import { cpuOf } from '../variables/cpu';
import { csrsOf } from '../variables/csrs';
import { globalsScope } from '../variables/globals';
import { hasLocals, keyOf, localsScope } from '../variables/locals';
import { registersOf } from '../variables/registers';
import { trapOfThread, trapScope } from '../variables/trap';
import type { VariableSource } from '../variables/variable';

/** Scopes of a frame and what is in them. */
export const variablesFeature = {
  scopes: {
    shape: object({ frameId: id }),
    handle: (session, { frameId }) => {
      const { thread, frame, reference } = session.stacks.frameWithId(frameId);
      session.stacks.look(reference);
      const scopes = scopesOf(session, thread, frame, reference);
      const { isTrap } = session.stacks.frames.get(frameId)!;
      return { scopes: isTrap ? scopes.filter(({ name }) => OF_TRAP.includes(name)) : scopes };
    },
  },
  variables: {
    shape: object(
      { variablesReference: id },
      { start: natural, count: natural, filter: text, format: formatShape },
    ),
    capabilities: { supportsValueFormattingOptions: true },
    handle: (session, args) => {
      const { variablesReference, filter, start = 0, count, format } = args;
      // A count of 0 means all, as the protocol has it.
      const page = { start, count: count === 0 ? undefined : count };
      const variables = sourceWith(session, variablesReference).variables(page, session.format(format));
      // Whatever unfolds has elements alone or named parts alone.
      const isWanted = variables.length === 0 || isElement(variables[0]) === (filter === 'indexed');
      return { variables: filter === undefined || isWanted ? variables : [] };
    },
  },
  setVariable: {
    shape: object({ variablesReference: id, name: text, value: text }, { format: formatShape }),
    capabilities: { supportsSetVariable: true },
    handle: (session, { variablesReference, name, value, format }) => {
      const source = sourceWith(session, variablesReference);
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
  },
} satisfies Feature;

/** What the line of a trap in the call stack is about: the trap, and the registers that it interrupted. */
const OF_TRAP = ['Trap', 'Registers'];

function sourceWith(session: Session, number: number): VariableSource {
  const source = session.variables.get(number);
  if (!source) throw stateError(`there are no variables ${number}`);
  return source;
}

function scopesOf(
  session: Session,
  thread: Thread,
  frame: CodeFrame,
  reference: FrameReference,
): DebugProtocol.Scope[] {
  const { threadId, key } = reference;
  const scopes: DebugProtocol.Scope[] = [];
  const add = (
    name: string,
    key: string,
    source: VariableSource,
    more: Partial<DebugProtocol.Scope> = {},
  ): void => {
    const variablesReference = session.variables.of(key, source);
    scopes.push({ name, variablesReference, expensive: false, ...more });
  };
  if (hasLocals(frame)) {
    add('Locals', keyOf(reference), localsScope(session, reference), { presentationHint: 'locals' });
  }
  add('Registers', `registers ${key}`, registersOf(session, reference), {
    presentationHint: 'registers',
  });
  add('CPU', `cpu ${threadId}`, cpuOf(session, threadId));
  if (trapOfThread(session, threadId)) add('Trap', `trap ${threadId}`, trapScope(session, threadId));
  const cpu = thread.hart?.id;
  if (cpu !== undefined) add('CSRs', `csrs ${cpu}`, csrsOf(session, cpu), { expensive: true });
  if (frame.image) {
    const name = `globals ${threadId} ${frame.image.name}`;
    add('Globals', name, globalsScope(session, reference), { expensive: true });
  }
  return scopes;
}

const isElement = ({ name }: DebugProtocol.Variable): boolean => /^\[\d+\]$/.test(name);
