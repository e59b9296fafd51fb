import { writeFile } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { nodeHost } from '../dap/node-files';
import { dispatch } from './dispatch';
import { Output } from './output';

/** The process behind the `trapframe` command. The bundle is CommonJS: `__dirname` is the folder it lies in. */
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
// Whoever read our stderr may be gone as well; there is then nobody to tell.
process.stderr.on('error', () => {});

dispatch(process.argv.slice(2), {
  output: new Output(process.stdout),
  say: (text) => void process.stderr.write(text + '\n'),
  host: nodeHost(__dirname),
  writeFile: (path, data) =>
    writeFile(path, data).catch((error: Error) => {
      throw new UserError(`${path} cannot be written: ${error.message}`);
    }),
  interrupt: interrupt.signal,
}).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 70;
  },
);
