import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CustomRequests } from '../protocol/requests';
import type { Answer } from './answer';
import type { Session } from './session';
import type { ObjectShape } from './shapes/shape';
import type { StandardRequests } from './standard-requests';

/** Everything that a client can ask: `command -> [arguments, body]`. */
export type Requests = StandardRequests & CustomRequests;
export type Command = keyof Requests;
export type Arguments<C extends Command> = Requests[C][0];
export type Body<C extends Command> = Requests[C][1];

/** One request: what its arguments must look like, what a client may count on because of it, and what answers it. */
export interface RequestOf<C extends Command> {
  /** Checked before the handler sees them; random requests are made from it, too. */
  readonly shape: ObjectShape;
  /** Declared by `initialize`. */
  readonly capabilities?: DebugProtocol.Capabilities;
  /** The body of the response, or a failure that is thrown. */
  readonly handle: (session: Session, args: Arguments<C>, answer: Answer) => Body<C> | Promise<Body<C>>;
}

/** Some requests that belong together. */
export type Feature = { readonly [C in Command]?: RequestOf<C> };
