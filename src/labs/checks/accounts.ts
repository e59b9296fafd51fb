import type { Account, Steps } from '../../debug/events/accounting';
import type { Mode } from '../../debug/system';
import type { CheckOf } from '../format/check-kinds';
import { boundsInWords, isWithin } from './bounds';
import { failed, passed, type RunEnded, type Scene, type Watch } from './watch';

/** Accounts of processes by their names; undefined as name: of all. */
function accountsOf({ accounting, nameOf }: RunEnded, name: string | undefined): [string, Account][] {
  return [...accounting.processes].flatMap(([pid, account]): [string, Account][] => {
    if (pid === null) return [];
    const called = nameOf(pid) ?? `process ${pid}`;
    return name === undefined || called === name ? [[called, account]] : [];
  });
}

/** How many steps were made. */
export function watchInstructions(check: CheckOf<'instructions'>, _scene: Scene): Watch {
  const { process, mode } = check;
  return {
    verdict(end) {
      const who = process ?? 'the run';
      const expected = `${who} makes ${boundsInWords(check)} steps${mode === undefined ? '' : ` in ${mode} mode`}`;
      const accounts = accountsOf(end, process).map(([, account]) => account);
      if (process !== undefined && accounts.length === 0)
        return failed(expected, `there is no process ${process}`, end.at);
      const of: readonly Steps[] = process === undefined ? [end.accounting.total] : accounts;
      const modes: readonly Mode[] = mode === undefined ? ['user', 'kernel', 'machine'] : [mode];
      let counted = 0;
      for (const one of of) for (const name of modes) counted += one[name];
      const steps = process === undefined && mode === undefined ? end.at : counted;
      const actual = `it makes ${steps}`;
      return isWithin(check, steps) ? passed(expected, actual) : failed(expected, actual, end.at);
    },
  };
}

const metrics = {
  turnaround: ({ end, arrival }: Account) => (end === undefined ? undefined : end - arrival),
  response: ({ firstRun, arrival }: Account) => (firstRun === undefined ? undefined : firstRun - arrival),
  waiting: ({ waiting }: Account) => waiting,
};
const missing = {
  turnaround: 'has not ended',
  response: 'has never run',
  waiting: 'has an unknown waiting time',
};

/** A time of processes on the average. */
export function watchAverage(check: CheckOf<'average'>, _scene: Scene): Watch {
  const { of, processes } = check;
  return {
    verdict(end) {
      const whose = processes === undefined ? 'all processes' : processes.join(', ');
      const expected = `the average ${of} of ${whose} is ${boundsInWords(check)} steps`;
      const accounts: [string, Account][] = [];
      for (const name of processes ?? [undefined]) {
        const found = accountsOf(end, name);
        if (found.length === 0)
          return failed(
            expected,
            name === undefined ? 'there is none' : `there is no process ${name}`,
            end.at,
          );
        accounts.push(...found);
      }
      const times: number[] = [];
      for (const [name, account] of accounts) {
        const time = metrics[of](account);
        if (time === undefined) return failed(expected, `${name} ${missing[of]}`, end.at);
        times.push(time);
      }
      const average = times.reduce((sum, time) => sum + time, 0) / times.length;
      const shown = Number(average.toFixed(2));
      const actual = `it is ${shown}`;
      return isWithin(check, shown) ? passed(expected, actual) : failed(expected, actual, end.at);
    },
  };
}
