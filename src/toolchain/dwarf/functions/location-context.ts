import { Attribute } from '../attributes';
import { nameOf } from '../declarations';
import { childrenOf, type Entry } from '../entries';
import { evaluateNumber, type LocationContext } from '../location/evaluate';
import { expressionAt } from '../location/list';
import type { FrameState } from '../location/place';
import { Tag } from '../tags';
import type { Unit } from '../unit';
import { callReturningTo } from './call-sites';
import type { FoundFunction, Functions } from './functions';

/** What a value was at a call may depend on what another was at the call before. */
const MOST_CALLS = 32;

/** What the expressions of a unit are evaluated in, in a frame. */
export function locationContextIn(
  functions: Functions,
  unit: Unit,
  frame: FrameState,
  callsLeft = MOST_CALLS,
): LocationContext {
  return {
    unit,
    frame,
    frameBase: () => frameBase(functions, frame),
    atEntry: (expression) =>
      callsLeft > 0 ? atEntry(functions, expression, frame, callsLeft - 1) : undefined,
  };
}

/** The frame base of the function that a frame is in, which its variables are relative to. */
function frameBase(functions: Functions, frame: FrameState): bigint | undefined {
  const found = functions.find(frame.pc);
  const expression = found && expressionAt(found.entry, Attribute.frameBase, frame.pc);
  return expression && evaluateNumber(expression, { unit: found.entry.unit, frame });
}

/** The value of `expression`, a register, when the frame's function was entered: what its caller says it passed. */
function atEntry(
  functions: Functions,
  expression: Uint8Array,
  frame: FrameState,
  callsLeft: number,
): bigint | undefined {
  const caller = frame.caller?.();
  const callee = functions.find(frame.pc);
  const calling = caller && functions.find(caller.pc);
  // Of a caller, pc is the last byte of its call.
  const site = calling && callReturningTo(calling.entry, caller.pc + 1n);
  if (!site || !callee) return undefined;
  const context = locationContextIn(functions, site.unit, caller, callsLeft);
  if (!isCallOf(callee, site, context)) return undefined;
  for (const parameter of childrenOf(site)) {
    if (parameter.tag !== Tag.callSiteParameter && parameter.tag !== Tag.gnuCallSiteParameter) continue;
    if (!isSame(parameter.block(Attribute.location), expression)) continue;
    const value = parameter.block(Attribute.callValue) ?? parameter.block(Attribute.gnuCallSiteValue);
    return value && evaluateNumber(value, context);
  }
  return undefined;
}

/** Whether a call went to a function: one that was entered by a jump instead has other values in its registers. */
function isCallOf({ entry, information }: FoundFunction, site: Entry, context: LocationContext): boolean {
  const origin = site.reference(Attribute.callOrigin) ?? site.reference(Attribute.abstractOrigin);
  if (origin) {
    return (
      entry.origins().some(({ offset }) => offset === origin.offset) ||
      (information.isExternal && nameOf(origin) === information.name)
    );
  }
  const target = site.block(Attribute.callTarget) ?? site.block(Attribute.gnuCallSiteTarget);
  return target !== undefined && evaluateNumber(target, context) === information.entry;
}

const isSame = (one: Uint8Array | undefined, two: Uint8Array): boolean =>
  one?.length === two.length && one.every((byte, index) => byte === two[index]);
