import type { CheckOf } from '../format/check-kinds';
import { failed, passed, type Scene, type Watch } from './watch';

/** The programs were built: who looks at a run may know it. */
export const watchBuilds = (_check: CheckOf<'builds'>, _scene: Scene): Watch => ({
  verdict: () => passed('the programs are built', 'they are'),
});

/** The exit status of the run. */
export function watchStatus({ status }: CheckOf<'status'>, _scene: Scene): Watch {
  const wanted = typeof status === 'number' ? [status] : status;
  return {
    verdict({ outcome, at }) {
      const expected = `the run ends with status ${wanted.join(' or ')}`;
      const said = outcome.message === undefined ? '' : `: ${outcome.message}`;
      const actual = `it ends with ${outcome.status}${said}`;
      return wanted.includes(outcome.status) ? passed(expected, actual) : failed(expected, actual, at);
    },
  };
}
