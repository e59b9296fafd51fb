import packageJson from '../../../package.json';
import { UserError } from '../../base/errors';
import { fileLimits } from '../../base/file-limits';
import { filesUntil } from '../../base/files-until';
import { Debugger } from '../../debug/debugger';
import { boot, type Booted } from '../../debug/launch/boot';
import { fromJournal, journalling } from '../../debug/launch/journal';
import { BuildError, type BuildReport } from '../../debug/launch/build-report';
import { readLaunchConfiguration, type Launch } from '../../debug/launch/validate';
import { withAbsolutePaths } from '../../debug/launch/absolute-paths';
import { readRecording } from '../../debug/time/recording-file';
import type { Entry } from '../../debug/run/entry';
import type { DiagnosticsBody } from '../../protocol/requests';
import type { Answer } from '../answer';
import { cancelled, ErrorId, RequestError, stateError } from '../errors';
import { changed, watch } from '../events';
import { HostPace } from '../pace';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { nothing, object } from '../shapes/shape';
import { applyWishes } from './breakpoints';

/** From the launch to the last request: launch, restart, terminate, disconnect. */
export const launchFeature = {
  launch: {
    // The attributes are read by the table of options.
    shape: object({}),
    handle: async (session, args, answer) => {
      const { launching } = session;
      if (session.debugger || launching.hasBegun) throw stateError('this session has been launched already');
      launching.begin();
      try {
        await open(session, args as Attributes, answer);
        // What was set before the launch has waited for it.
        await applyWishes(session);
        session.event('initialized');
        answer.onCancel(() => launching.refuse(cancelled()));
        await launching.configured();
      } catch (error) {
        session.close();
        session.debugger = undefined;
        launching.abandon();
        throw error;
      }
      answer.after(() => start(session));
    },
  },
  configurationDone: {
    shape: nothing,
    capabilities: { supportsConfigurationDoneRequest: true },
    handle: ({ launching }) => launching.done(),
  },
  restart: {
    shape: object({}),
    capabilities: { supportsRestartRequest: true },
    handle: async (session, { arguments: changed }, answer) => {
      if (!session.debugger)
        throw stateError('there is nothing to restart: no program has been launched yet');
      await open(session, isObject(changed) ? changed : session.launching.attributes, answer);
      await applyWishes(session);
      answer.after(() => start(session));
    },
  },
  terminate: {
    shape: object({}),
    capabilities: { supportsTerminateRequest: true },
    handle: (session, _, answer) => {
      session.close();
      answer.after(() => session.event('terminated'));
    },
  },
  disconnect: {
    shape: object({}),
    handle: (session, _, answer) => {
      session.close();
      answer.after(() => session.peer.leave());
    },
  },
} satisfies Feature;

/** Builds and boots; the machine that ran before ends. */
async function open(session: Session, given: Attributes, answer: Answer): Promise<void> {
  session.progress.begin('Building and booting', () => answer.cancel());
  const building = session.launching.build();
  answer.onCancel(() => building.abort());
  const booted = await build(session, given, building.signal).finally(() => session.progress.end());
  // The client has been told so.
  if (answer.isCancelled) throw cancelled();
  const previous = session.debugger;
  const { wishes } = session;
  await session.console.open(given, booted);
  if (answer.isCancelled) throw cancelled();
  const pace = new HostPace(
    async (woken) => {
      await session.host.yield();
      await session.peer.ready();
      // Pause works also while a terminal takes nothing.
      await Promise.race([session.console.ready(), woken]);
    },
    () => changed(session),
  );
  pace.isTypedAt = (isLast) => session.console.waits(booted, isLast);
  pace.speed = wishes.speed ??= booted.options.speed;
  session.pace = pace;
  const next = new Debugger(booted, {
    pace,
    sourceRoot: session.host.sourceRoot,
    sourceMap: booted.options.sourceMap,
    breakpoints: session.breakpoints,
    data: session.data,
    recordingBudget: booted.options.recordingBudget,
  });
  previous?.close();
  session.launching.attributes = given;
  session.booted = booted;
  session.noDebug = given['noDebug'] === true;
  session.debugger = next;
  if (!previous) wishes.logSystemCalls = booted.options.logSystemCalls;
  next.logsSystemCalls = wishes.logSystemCalls;
  next.isTypedAt = wishes.isTypedAt && booted.options.input === undefined;
  next.stepsIntoInterrupts = booted.options.stepIntoInterrupts;
  next.skipsLibrary = booted.options.skipLibrary;
  watch(session, next);
  if (!session.noDebug) tellUnread(session, next);
}

function start({ booted, noDebug, recorded, debugger: target }: Session): void {
  if (recorded) return target?.time.open(recorded);
  if (noDebug) target?.start(false);
  else target?.start(booted?.options.stopOnEntry as Entry, booted?.options.stopInProgram);
}

type Attributes = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function build(session: Session, attributes: Attributes, signal: AbortSignal): Promise<Booted> {
  const { host } = session;
  try {
    const asked = readLaunchConfiguration(attributes);
    const launch = withAbsolutePaths(asked, (path) => host.absolutePath(path));
    const { recording } = launch.options;
    const booted =
      recording === undefined
        ? await bootNew(session, launch, signal)
        : await bootAgain(session, recording, signal);
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

/** Boots as asked; what it took is kept for recordings. */
async function bootNew(session: Session, launch: Launch, signal: AbortSignal): Promise<Booted> {
  const { compiler, files } = session.host;
  const { host, journal } = journalling({
    ...session.host,
    files: filesUntil(files, signal),
    ...(compiler?.until && { compiler: compiler.until(signal) }),
  });
  const booted = await boot(launch, host);
  session.origin = { launch, isTyped: true, journal, fed: [] };
  session.recorded = undefined;
  return booted;
}

/** Boots what a recording holds. */
async function bootAgain(session: Session, path: string, signal: AbortSignal): Promise<Booted> {
  const file = await filesUntil(session.host.files, signal).readFile(path, fileLimits.recording);
  const recorded = await readRecording(file, path, packageJson.version);
  const { launch, isTyped, journal, fed } = recorded;
  const booted = await boot({ ...launch, isTyped }, fromJournal(journal));
  session.origin = { launch, isTyped, journal, fed };
  session.recorded = recorded;
  return booted;
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
