import type { ConsoleInputArguments } from '../../protocol/requests';
import { ErrorId, RequestError, stateError } from '../errors';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

/** Bytes of one request: more than anybody types, and as much as anybody pastes. */
const MOST = 1 << 16;

/** What somebody types at the machine's console. It arrives at the instant at which the machine is, and is part of the run from then on. */
export function consoleInputFeature(session: Session): Handlers {
  return {
    'trapframe/consoleInput': ({ text = '', end = false }: ConsoleInputArguments) => {
      const target = session.active;
      if (typeof text !== 'string') throw new RequestError(ErrorId.malformed, 'text must be a string');
      if (typeof end !== 'boolean') throw new RequestError(ErrorId.malformed, 'end must be true or false');
      const bytes = new TextEncoder().encode(text);
      if (bytes.length > MOST) {
        throw new RequestError(
          ErrorId.user,
          `${bytes.length} bytes are too many to be typed at once; at most ${MOST}`,
        );
      }
      session.wishes.isTypedAt = !end;
      const isGiven = session.booted?.options.input !== undefined;
      if (isGiven && bytes.length > 0) {
        throw new RequestError(
          ErrorId.user,
          'the console reads the input of the launch configuration; leave out "input" to type',
        );
      }
      if (target.isOver && bytes.length > 0) {
        throw stateError('the machine has been switched off; restart to type');
      }
      if (bytes.length > 0) target.type(bytes);
      if (!isGiven) target.isTypedAt = !end;
      return {};
    },
  };
}
