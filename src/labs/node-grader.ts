import { nodeHost } from '../host/node-host';
import { filesFromText, type Errand, type Errands } from './node-errand';
import { gradeHere } from './node-grading';

/** What a compiler may use: many times what it needs for the largest kernel of a lab. */
const COMPILER = { memory: 2 ** 31, seconds: 300, said: 2 ** 20 };

/** The process that grades one submission: the errand comes on stdin, what came of it goes to stdout. */
async function run(): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const { lab, name, files, records } = JSON.parse(Buffer.concat(chunks).toString()) as Errand;
  const recordings: Extract<Errands, { kind: 'graded' }>['recordings'][number][] = [];
  const graded = await gradeHere(lab, name, filesFromText(files), nodeHost(__dirname, undefined, COMPILER), {
    ...(records && {
      record: (run: string, bytes: Uint8Array) => {
        recordings.push({ name: `${run}.rec`, base64: Buffer.from(bytes).toString('base64') });
      },
    }),
  });
  say({ kind: 'graded', graded, recordings });
}

function say(result: Errands): void {
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
}

// Whoever wants to know whether a process can be had here at all asks for nothing.
if (process.argv.includes('--probe')) process.stdout.write('ok');
else
  run().catch((error: unknown) =>
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
