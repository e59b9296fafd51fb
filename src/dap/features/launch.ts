import { UserError } from '../../base/errors';
import { Debugger, type Entry } from '../../debug/debugger';
import { boot, type Booted } from '../../debug/launch/boot';
import { BuildError, type BuildReport } from '../../debug/launch/build-report';
import { readLaunchConfiguration, type Launch } from '../../debug/launch/validate';
import type { DiagnosticsBody } from '../../protocol/requests';
import type { Answer } from '../connection';
import { capabilities } from '../capabilities';
import { cancelled, ErrorId, RequestError, stateError } from '../errors';
import { changed, watch } from '../events';
import { HostPace } from '../pace';
import type { Handlers } from '../handlers';
import type { Session } from '../session';
import { applyWishes } from './breakpoints';

/** From the first request to the last: initialize, launch, restart, terminate, disconnect. */
export function launchFeature(session: Session): Handlers {
  let configured: (() => void) | undefined;
  let refused: ((error: Error) => void) | undefined;
  let configuration: Promise<void> | undefined;
  let attributes: Attributes = {};

  const open = async (given: Attributes, answer: Answer): Promise<void> => {
    session.progress.begin('Building and booting', () => answer.cancel());
    const booted = await build(session, given).finally(() => session.progress.end());
    // The client has been told so.
    if (answer.isCancelled) throw cancelled();
    const previous = session.debugger;
    const pace = new HostPace(
      () => session.host.yield(),
      () => changed(session),
    );
    pace.speed = session.wishes.speed ??= booted.options.speed;
    session.pace = pace;
    const next = new Debugger(booted, {
      pace,
      sourceRoot: session.host.sourceRoot,
      sourceMap: booted.options.sourceMap,
      breakpoints: session.breakpoints,
      data: session.data,
    });
    previous?.close();
    attributes = given;
    session.booted = booted;
    session.noDebug = given['noDebug'] === true;
    session.debugger = next;
    if (!previous) session.wishes.logSystemCalls = booted.options.logSystemCalls;
    next.logsSystemCalls = session.wishes.logSystemCalls;
    next.isTypedAt = session.wishes.isTypedAt && booted.options.input === undefined;
    next.stepsIntoInterrupts = booted.options.stepIntoInterrupts;
    watch(session, next);
    if (!session.noDebug) tellUnread(session, next);
  };
  const start = (): void => {
    const { booted } = session;
    const entry: Entry = session.noDebug ? false : (booted?.options.stopOnEntry as Entry);
    session.debugger?.start(entry);
  };
  const close = (): void => {
    session.progress.end();
    session.debugger?.close();
    refused?.(stateError('the session was closed'));
  };

  return {
    initialize: (args: Attributes) => {
      session.client = {
        linesStartAt1: args['linesStartAt1'] !== false,
        columnsStartAt1: args['columnsStartAt1'] !== false,
        supportsMemoryEvent: args['supportsMemoryEvent'] === true,
        supportsInvalidatedEvent: args['supportsInvalidatedEvent'] === true,
        supportsAnsiStyling: args['supportsANSIStyling'] === true,
      };
      session.progress.isSupported = args['supportsProgressReporting'] === true;
      return capabilities;
    },
    launch: async (args: Attributes, answer: Answer) => {
      if (session.debugger || configuration) throw stateError('this session has been launched already');
      configuration = new Promise<void>((resolve, reject) => {
        configured = resolve;
        refused = reject;
      });
      // Rejected only to release a launch that waits; when none does, nobody needs to know.
      configuration.catch(() => undefined);
      try {
        await open(args, answer);
        // What was set before the launch has waited for it.
        applyWishes(session);
        session.event('initialized');
        answer.onCancel(() => refused?.(cancelled()));
        await configuration;
      } catch (error) {
        close();
        session.debugger = undefined;
        configuration = configured = undefined;
        throw error;
      }
      answer.after(start);
    },
    configurationDone: () => {
      if (!configured) throw stateError('configurationDone comes after launch');
      configured();
    },
    restart: async (args: Attributes, answer: Answer) => {
      if (!session.debugger)
        throw stateError('there is nothing to restart: no program has been launched yet');
      const changed = args['arguments'];
      await open(isObject(changed) ? changed : attributes, answer);
      applyWishes(session);
      answer.after(start);
    },
    terminate: (_: unknown, answer: Answer) => {
      close();
      answer.after(() => session.event('terminated'));
    },
    disconnect: close,
  };
}

type Attributes = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function build(session: Session, attributes: Attributes): Promise<Booted> {
  const { host } = session;
  try {
    const launch = readLaunchConfiguration(attributes);
    const booted = await boot(absolute(launch, session), host);
    tell(session, booted.report);
    return booted;
  } catch (error) {
    if (error instanceof BuildError) {
      tell(session, error.report);
      throw new RequestError(ErrorId.user, error.message, true);
    }
    if (error instanceof UserError) throw new RequestError(ErrorId.user, error.message, true);
    throw error;
  }
}

/** Everything that the build had to say, for views and for clients that only show text. */
function tell(session: Session, report: BuildReport): void {
  const body: DiagnosticsBody = { diagnostics: [...report.diagnostics] };
  session.event('trapframe/diagnostics', body);
  const output = report.toString();
  if (output !== '') session.event('output', { category: 'stderr', output: output + '\n' });
}

/** Of which programs less is known than could be, and what helps. */
function tellUnread(session: Session, { system }: Debugger): void {
  for (const { path, debug } of system.images) {
    const { unread } = debug;
    if (unread !== undefined)
      session.event('output', { category: 'important', output: `${path}: ${unread}\n` });
  }
}

/** The same launch with absolute paths, so that clients and debug information name a source file the same way. */
function absolute({ options, programs }: Launch, { host }: Session): Launch {
  const { kernel, disk, input, includeRoot, kernelDescription, symbols, sourceMap } = options;
  const isPath = kernel !== 'builtin' && kernel !== 'none';
  return {
    options: {
      ...options,
      kernel: isPath ? host.absolutePath(kernel) : kernel,
      includeRoot: includeRoot === undefined ? undefined : host.absolutePath(includeRoot),
      disk: disk === undefined ? undefined : host.absolutePath(disk),
      input: input && 'path' in input ? { path: host.absolutePath(input.path) } : input,
      kernelDescription: kernelDescription === undefined ? undefined : host.absolutePath(kernelDescription),
      symbols: symbols.map((pattern) => host.absolutePath(pattern)),
      sourceMap: Object.fromEntries(
        Object.entries(sourceMap).map(([from, to]) => [from, host.absolutePath(to)]),
      ),
    },
    programs: programs.map(({ path, sources, ...program }) => ({
      ...program,
      path: host.absolutePath(path),
      ...(sources === undefined ? {} : { sources: sources.map((source) => host.absolutePath(source)) }),
    })),
  };
}
