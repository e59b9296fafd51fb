import type { DiagnosticsBody } from '../../protocol/requests';
import { hasErrors } from '../diagnostics/group';
import type { Message, OutputBody } from './messages';
import type { Filter } from './worker-adapter';

/**
 * Keeps the editor from opening a dialog about launch.json when a program has errors, and the Debug Console with their text: the errors
 * are in the Problems view, at their places, and launch.json is not what is wrong.
 */
export function quietFailedBuild(): Filter {
  let failed = false;
  return (message) => {
    if (message.type === 'event' && message.event === 'trapframe/diagnostics') {
      failed = hasErrors(message.body as DiagnosticsBody);
    }
    if (!failed) return message;
    if (isReport(message)) return undefined;
    const isLaunch = message.type === 'response' && message.command === 'launch';
    if (!isLaunch || message.success) return message;
    const error = (message.body as { error?: object } | undefined)?.error;
    return {
      ...message,
      body: { error: { id: 1, format: message.message ?? 'not built', ...error, showUser: false } },
    };
  };
}

/** The adapter also prints the errors, for clients that know no diagnostics. */
const isReport = (message: Message): boolean =>
  message.type === 'event' &&
  message.event === 'output' &&
  (message.body as OutputBody | undefined)?.category === 'stderr';
