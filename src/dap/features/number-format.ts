import type { NumberFormatArguments, NumberFormatBody } from '../../protocol/requests';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

/** Integers in hexadecimal or decimal, for requests that do not say it themselves. */
export function numberFormatFeature(session: Session): Handlers {
  return {
    'trapframe/numberFormat': ({
      hexadecimal = !session.hexadecimal,
    }: NumberFormatArguments): NumberFormatBody => {
      session.hexadecimal = hexadecimal;
      if (session.client.supportsInvalidatedEvent) session.event('invalidated', { areas: ['variables'] });
      return { hexadecimal };
    },
  };
}
