import { UserError } from '../../base/errors';
import { nearName } from '../../toolchain/assembler/text/near-names';
import { option, optionNames, spelling, type Face, type OptionName, type OptionValues } from './options';
import type { ProgramRequest } from './program-list';

/** What to run, and how: every option has a value, and there is at least one program. */
export interface Launch {
  readonly options: OptionValues;
  readonly programs: readonly ProgramRequest[];
}

/**
 * Checks options by name (`timeSlice`) and fills in the defaults. Values of `undefined` count as not given.
 * @throws UserError that names the option as `face` spells it, the wrong value, and what is allowed.
 */
export function readOptions(given: Readonly<Record<string, unknown>>, face: Face): OptionValues {
  const names = optionNames(face);
  for (const name of Object.keys(given)) if (!names.includes(name as OptionName)) refuse(name, face, names);
  const values: Partial<Record<OptionName, unknown>> = {};
  for (const name of [...optionNames('command'), ...optionNames('launch')]) {
    values[name] = given[name] === undefined ? option(name).default : read(name, given[name], face);
  }
  checkTiming(values as OptionValues, face);
  return values as OptionValues;
}

/** Combinations that would have no effect, or that no engine can do. */
function checkTiming({ costModel, transient, engine }: OptionValues, face: Face): void {
  const named = (name: OptionName, value: unknown): string => `${spelling(name, face)} ${String(value)}`;
  if (transient > 0 && costModel !== 'caches') {
    throw new UserError(
      `${named('transient', transient)} needs ${named('costModel', 'caches')}: what transient instructions leave behind is in the caches`,
    );
  }
  if (costModel === 'caches' && engine === 'translator') {
    throw new UserError(
      `${named('engine', engine)} is not allowed with ${named('costModel', costModel)}: the interpreter alone tells of each access; it takes auto, interpreter`,
    );
  }
}

function read(name: OptionName, raw: unknown, face: Face): unknown {
  const { kind } = option(name);
  const value = kind.read(raw);
  if (value === undefined) {
    const allowed = kind.allowedNear?.(raw) ?? kind.allowed;
    throw new UserError(`${spelling(name, face)} ${shown(raw)} is not allowed; it takes ${allowed}`);
  }
  return value;
}

function shown(raw: unknown): string {
  const text = JSON.stringify(raw) ?? String(raw);
  return text.length > 60 ? text.slice(0, 57) + '...' : text;
}

/** A word nobody knows. In a launch configuration only a slip is an error: clients add words of their own to it. */
function refuse(name: string, face: Face, names: OptionName[]): void {
  const near = nearName(name, names);
  const meant = near ? `; did you mean ${spelling(near, face)}?` : '';
  if (face === 'command') {
    throw new UserError(`${spelling(name, face)} is no option here${meant || ' (see --help)'}`);
  }
  if (near) throw new UserError(`the launch configuration has no "${name}"${meant}`);
}

/**
 * Reads the attributes of a launch configuration, those of the client (`type`, `name`, ...) among them.
 * @throws UserError as `readOptions`, and when there is no program or more than one way to say which.
 */
export function readLaunchConfiguration(attributes: Readonly<Record<string, unknown>>): Launch {
  const ours: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (!clientAttributes.has(name) && !name.startsWith('__')) ours[name] = value;
  }
  const values = readOptions(ours, 'launch');
  const { program, args, programs, sources, recording } = values;
  if (recording !== undefined) return { options: values, programs: [] };
  if (program !== undefined && programs !== undefined) {
    throw new UserError('the launch configuration has both "program" and "programs"; give one of them');
  }
  if (programs !== undefined) {
    if (args.length > 0) {
      throw new UserError('"args" belongs to "program"; with "programs", each has its own {"path", "args"}');
    }
    if (sources.length > 0) {
      throw new UserError(
        '"sources" belongs to "program"; with "programs", each has its own {"path", "sources"}',
      );
    }
    return { options: values, programs };
  }
  // A kernel with a disk finds its programs by itself.
  const isForeign = values.kernel !== 'builtin' && values.kernel !== 'none';
  if (program === undefined && isForeign) return { options: values, programs: [] };
  if (program === undefined) {
    throw new UserError('the launch configuration names no program: give "program" or "programs"');
  }
  return {
    options: values,
    programs: [{ path: program, args, ...(sources.length === 0 ? {} : { sources }) }],
  };
}

/** Attributes that an editor understands itself and passes on. */
const clientAttributes = new Set([
  'type',
  'request',
  'name',
  'noDebug',
  'preLaunchTask',
  'postDebugTask',
  'presentation',
  'internalConsoleOptions',
  'debugServer',
  // For an adapter that listens; it has been read by then.
  'token',
  // How the client shows the console: read where that is done.
  'clientConsole',
  'serverReadyAction',
  'suppressMultipleSessionWarning',
  'windows',
  'osx',
  'linux',
  'restart',
]);
