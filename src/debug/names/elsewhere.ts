import { UserError } from '../../base/errors';
import { viewOfProcess } from './environment';
import { compile, type Environment } from '../expressions/evaluate';
import type { System } from '../system';
import { ValueProblem } from '../values/problem';
import { numberOf } from '../values/value';
import { commaIn, openingOf, unclosedIn } from './brackets';
import type { Viewpoint } from './viewpoint';

/** Where a text looks into another process, and what is to be seen from there; no view when there is no such process. */
interface Elsewhere {
  /** Index of the first character that is about the other process. */
  readonly from: number;
  readonly view: Viewpoint | undefined;
}

/** Of a text that ends in `process(2).`, or within `process(2, `: what that process sees. */
export function elsewhere(system: System, environment: Environment, before: string): Elsewhere | undefined {
  const short = /\.\s*\w*$/.exec(before);
  const call = short && before.slice(0, short.index).trimEnd();
  if (call?.endsWith(')')) {
    const open = openingOf(call);
    const from = short!.index + short![0].length - /\w*$/.exec(before)![0].length;
    if (isProcess(call, open)) return { from, view: viewOf(call.slice(open + 1, -1), system, environment) };
  }
  for (let open = unclosedIn(before); open >= 0; open = unclosedIn(before.slice(0, open))) {
    const comma = isProcess(before, open) ? commaIn(before.slice(open + 1)) : -1;
    if (comma < 0) continue;
    const from = open + 1 + comma + 1;
    return { from, view: viewOf(before.slice(open + 1, from - 1), system, environment) };
  }
  return undefined;
}

const isProcess = (text: string, open: number): boolean =>
  open >= 0 && /(^|[^\w$:.>])process\s*$/.test(text.slice(0, open));

function viewOf(pid: string, system: System, environment: Environment): Viewpoint | undefined {
  try {
    return viewOfProcess(system, Number(numberOf(compile(pid).evaluate(environment))));
  } catch (error) {
    if (error instanceof UserError || error instanceof ValueProblem) return undefined;
    throw error;
  }
}
