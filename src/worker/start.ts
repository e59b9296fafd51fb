import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { compileBundle } from './compiled-code';

/** Set by the build: a digest of the bundle beside this file. */
declare const BUNDLE: string;

// What `dist/cli.js` does: it starts the bundle beside it, `dist/main.js`.
const file = join(__dirname, 'main.js');
type Wrapper = (...values: unknown[]) => void;
const script = compileBundle(file, BUNDLE, isMainThread ? process.argv[2] : undefined);
(script.runInThisContext() as Wrapper)({}, createRequire(file), {}, file, dirname(file));
