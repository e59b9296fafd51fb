import { nodeHost } from '../host/node-host';
import { forTerminal } from '../base/terminal-filter';
import { dispatch } from './dispatch';
import { Output } from './output';
import { checkWritable, writeFile } from './result-files';
import { Stdin } from './stdin';

/** The process behind the `trapframe` command. The bundle is CommonJS: `__dirname` is the folder it lies in. */
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
// Whoever read our stderr may be gone as well; there is then nobody to tell.
process.stderr.on('error', () => {});

dispatch(process.argv.slice(2), {
  output: new Output(process.stdout),
  // Names of programs and lines of sources are a stranger's, too.
  say: (text) => void process.stderr.write((process.stderr.isTTY ? forTerminal(text) : text) + '\n'),
  host: nodeHost(__dirname),
  writeFile,
  checkWritable,
  interrupt: interrupt.signal,
  stdin: new Stdin(process.stdin, () => interrupt.abort()),
}).then(exit, (error: unknown) => {
  console.error(error);
  exit(70);
});

/** Ends the process though sockets or stdin are open, as soon as stderr has taken all that was said. */
function exit(status: number): void {
  process.stderr.write('', () => process.exit(status));
}
