/**
 * An error that is the user's to mend: bad input, a missing file, a wrong option.
 * Its message is one line that names the thing and says what is allowed; faces of the
 * debugger print it as it is. Every other error is a defect of ours.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
