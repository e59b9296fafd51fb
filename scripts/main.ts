/** Something that the user of a script is told in one line; the details have been printed where they arose. */
export class ScriptError extends Error {}

/** Prints what a script threw: our own messages as they are, defects with their stack. */
export function report(error: unknown): void {
  console.error(error instanceof ScriptError ? error.message : error);
}

/** Runs the body of a script if `file` is the script that was started, and the process then ends with the status that it returns. */
export function main(file: string, body: () => Promise<number>): void {
  if (process.argv[1] !== file) return;
  body().then(
    (status) => (process.exitCode = status),
    (error: unknown) => {
      report(error);
      process.exitCode = 1;
    },
  );
}
