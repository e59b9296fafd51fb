// The same in an extension host that is a web worker.
import './web-adapters';
import './everywhere';
import './browser.suite';
import { REPORT } from './report';
import { runTests } from './runner';

/** Words of the names of tests; put there by whoever makes the bundle. */
declare const TRAPFRAME_ONLY: readonly string[];

export async function run(): Promise<void> {
  const say = (line: string): void => console.log(line);
  await runTests(TRAPFRAME_ONLY, say, (soFar) => say(REPORT + JSON.stringify(soFar)));
}
