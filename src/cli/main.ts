import { fstatSync } from 'node:fs';
import { nodeHost } from '../host/node-host';
import { forTerminal } from '../base/terminal-filter';
import { dispatch } from './dispatch';
import { Output } from './output';
import { checkWritable, writeFile } from './result-files';
import { Stdin } from './stdin';

/** The process behind the `trapframe` command. The bundle is CommonJS: `__dirname` is the folder it lies in. */
const interrupt = new AbortController();
let isListening = false;

/** Signals end this process at once, unless a command asks to be told of them: those that do all their work in one piece cannot. */
function interrupts(): AbortSignal {
  if (!isListening) {
    isListening = true;
    process.once('SIGINT', () => interrupt.abort());
    process.once('SIGTERM', () => interrupt.abort());
  }
  return interrupt.signal;
}

// Whoever read our stderr may be gone as well; there is then nobody to tell.
process.stderr.on('error', () => {});

dispatch(process.argv.slice(2), {
  output: new Output(process.stdout),
  // Names of programs and lines of sources are a stranger's, too.
  say: (text) => void process.stderr.write((process.stderr.isTTY ? forTerminal(text) : text) + '\n'),
  host: nodeHost(__dirname, interrupt.signal),
  writeFile,
  checkWritable,
  get interrupt() {
    return interrupts();
  },
  stdin: new Stdin(process.stdin, () => interrupt.abort(), isFile()),
}).then(exit, (error: unknown) => {
  console.error(error);
  exit(70);
});

/** Ends the process though sockets or stdin are open, as soon as stderr has taken all that was said. */
function exit(status: number): void {
  process.stderr.write('', () => process.exit(status));
}

/** Whether stdin is a regular file; it may be closed. */
function isFile(): boolean {
  try {
    return fstatSync(0).isFile();
  } catch {
    return false;
  }
}
