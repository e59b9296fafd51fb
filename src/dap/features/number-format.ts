import type { Feature } from '../feature';
import { flag, object } from '../shapes/shape';

/** Integers in hexadecimal or decimal, for requests that do not say it themselves. */
export const numberFormatFeature = {
  'trapframe/numberFormat': {
    shape: object({}, { hexadecimal: flag }),
    handle: (session, { hexadecimal = !session.wishes.hexadecimal }) => {
      const { wishes, client } = session;
      wishes.hexadecimal = hexadecimal;
      if (client.supportsInvalidatedEvent) session.event('invalidated', { areas: ['variables'] });
      return { hexadecimal };
    },
  },
} satisfies Feature;
