import { UserError } from '../../base/errors';

/**
 * Debug information that cannot be read as the standard says. The one error this reader throws:
 * whatever bytes it is given, nothing else leaves it.
 */
export class DwarfError extends UserError {}
