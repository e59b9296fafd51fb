import type { InlinedCall } from '../../toolchain/dwarf/functions/model';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { CodeFrame } from './frames';

/**
 * A frame as the source has it: with one for each call that the compiler replaced by the body of the function. They have pc, registers
 * and stack in common with the one of the function that they are in.
 */
export function inlinedIn(frame: CodeFrame): CodeFrame[] {
  const calls = frame.image?.inlinedAt(frame.at) ?? [];
  if (calls.length === 0) return [frame];
  const lines = [frame.line, ...calls.map((call) => lineOfCall(frame, call))];
  const names = [...calls.map(({ name }) => name), undefined];
  return names.map((name, depth) => ({
    ...frame,
    line: lines[depth],
    inlined: { name, depth, height: calls.length - depth },
  }));
}

/** Where a caller stands whose call was replaced. */
function lineOfCall(
  { at }: CodeFrame,
  { callFile: file, callLine: line, callColumn: column }: InlinedCall,
): LineRange | undefined {
  if (file === undefined || line === undefined || line === 0) return undefined;
  return { file, line, column, low: at, high: at + 1n, isStatement: false, isPrologueEnd: false };
}
