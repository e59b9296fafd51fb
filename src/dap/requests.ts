import type { Answer } from './answer';
import type { Command, RequestOf } from './feature';
import { features } from './features';
import { initializeFeature } from './features/initialize';
import type { Session } from './session';
import type { ObjectShape } from './shapes/shape';

/** A request, whatever its types are: its arguments have been checked when it is called. */
export interface AnyRequest {
  readonly shape: ObjectShape;
  readonly handle: (session: Session, args: never, answer: Answer) => unknown;
}

const table: { readonly [C in Command]: RequestOf<C> } = { ...initializeFeature, ...features };

/** Every request that is answered here, by its command. */
export const requests: ReadonlyMap<string, AnyRequest> = new Map(Object.entries<AnyRequest>(table));
