import { capabilities } from '../capabilities';
import type { Feature } from '../feature';
import { object } from '../shapes/shape';

/** The client introduces itself, and hears what it may ask. */
export const initializeFeature = {
  initialize: {
    // Nothing that a client says of itself is an error.
    shape: object({}),
    handle: (session, args) => {
      session.client.introduce(args);
      session.progress.isSupported = args.supportsProgressReporting === true;
      return capabilities;
    },
  },
} satisfies Feature;
