import { messageOf, UserError } from '../base/errors';

/** Numbers of errors in responses; stable, for reports of users. */
export const ErrorId = {
  /** The user can mend it: the words say how. */
  user: 1,
  /** A defect of the adapter. */
  internal: 2,
  unknownRequest: 3,
  malformed: 4,
  /** The request makes no sense in the state that the session is in. */
  state: 5,
  /** The client did not want it any more. */
  cancelled: 6,
} as const;
export type ErrorId = (typeof ErrorId)[keyof typeof ErrorId];

/** A request that is answered with words instead of a result. */
export class RequestError extends Error {
  constructor(
    readonly id: ErrorId,
    message: string,
    /** Whether a dialog should say so; left to the client if not given. */
    readonly showUser?: boolean,
  ) {
    super(message);
  }
}

export const stateError = (message: string): RequestError => new RequestError(ErrorId.state, message);

/** The word is the protocol's. */
export const cancelled = (): RequestError => new RequestError(ErrorId.cancelled, 'cancelled');

/** What any failure of a handler becomes in its response. */
export function toRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  if (thrown instanceof UserError) return new RequestError(ErrorId.user, messageOf(thrown));
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return new RequestError(ErrorId.internal, `internal error: ${stack ?? messageOf(thrown)}`);
}
