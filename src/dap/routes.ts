import type { Handler, Router } from './connection';
import { addressSpacesFeature } from './features/address-spaces';
import { breakpointsFeature } from './features/breakpoints';
import { cancelFeature } from './features/cancel';
import { completionsFeature } from './features/completions';
import { consoleInputFeature } from './features/console-input';
import { customFeature } from './features/custom';
import { dataBreakpointsFeature } from './features/data-breakpoints';
import { evaluateFeature } from './features/evaluate';
import { exceptionsFeature } from './features/exceptions';
import { executionFeature } from './features/execution';
import { gotoFeature } from './features/goto';
import { hashFeature } from './features/hash';
import { launchFeature } from './features/launch';
import { memoryFeature } from './features/memory';
import { numberFormatFeature } from './features/number-format';
import { runToFeature } from './features/run-to';
import { processActionsFeature } from './features/process-actions';
import { sourceFeature } from './features/source';
import { speedFeature } from './features/speed';
import { threadsFeature } from './features/threads';
import { timelineFeature } from './features/timeline';
import { trapsFeature } from './features/traps';
import { variablesFeature } from './features/variables';
import type { Host } from '../host/host';
import { Session } from './session';

/** All features of one session, in one table. */
export function routerFor(host: Host, event: (event: string, body?: unknown) => void): Router {
  const session = new Session(host, event);
  const table = new Map<string, Handler>();
  const features = [
    launchFeature,
    breakpointsFeature,
    dataBreakpointsFeature,
    exceptionsFeature,
    threadsFeature,
    variablesFeature,
    executionFeature,
    gotoFeature,
    runToFeature,
    cancelFeature,
    evaluateFeature,
    completionsFeature,
    memoryFeature,
    numberFormatFeature,
    processActionsFeature,
    speedFeature,
    sourceFeature,
    consoleInputFeature,
    customFeature,
    addressSpacesFeature,
    timelineFeature,
    trapsFeature,
    hashFeature,
  ];
  for (const feature of features) {
    for (const [command, handler] of Object.entries(feature(session))) table.set(command, handler);
  }
  return {
    route: (command) => table.get(command),
    closed: () => {
      session.progress.end();
      session.debugger?.close();
    },
  };
}
