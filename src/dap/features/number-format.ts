import type { Feature } from '../feature';
import { flag, object } from '../shapes/shape';

/** Integers in hexadecimal or decimal, for requests that do not say it themselves. */
export const numberFormatFeature = {
  'trapframe/numberFormat': {
    shape: object({}, { hexadecimal: flag }),
    handle: ({ wishes, client, event }, { hexadecimal = !wishes.hexadecimal }) => {
      wishes.hexadecimal = hexadecimal;
      if (client.supportsInvalidatedEvent) event('invalidated', { areas: ['variables'] });
      return { hexadecimal };
    },
  },
} satisfies Feature;
