import type { InlinedCall } from '../../toolchain/dwarf/functions/model';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { CodeFrame, Frame } from './frames';

/**
 * A call stack as the source has it: with a frame for each call that the compiler replaced by the body of the function. Such
 * a frame has pc, registers and stack in common with the one of the function that it is in.
 */
export const withInlined = (frames: readonly Frame[]): Frame[] =>
  frames.flatMap<Frame>((frame) => (frame.kind === 'code' ? inlinedIn(frame) : frame));

/**
 * The same stack of a stop at the line of an inlined call: the body in its place begins at the same address, but the call has
 * not been made yet.
 */
export function atLine(
  frames: readonly Frame[],
  { file, line }: { readonly file: string; readonly line: number },
): readonly Frame[] {
  const caller = frames.findIndex(
    (frame) => frame.kind === 'code' && frame.line?.line === line && frame.line.file === file,
  );
  return caller > 0 ? frames.slice(caller) : frames;
}

function inlinedIn(frame: CodeFrame): CodeFrame[] {
  const calls = frame.image?.inlinedAt(frame.at) ?? [];
  if (calls.length === 0) return [frame];
  const lines = [frame.line, ...calls.map((call) => lineOfCall(frame, call))];
  const names = [...calls.map(({ name }) => name), undefined];
  return names.map((name, depth) => ({ ...frame, line: lines[depth], inlined: { name, depth } }));
}

/** Where a caller stands whose call was replaced. */
function lineOfCall(
  { at }: CodeFrame,
  { callFile: file, callLine: line, callColumn: column }: InlinedCall,
): LineRange | undefined {
  if (file === undefined || line === undefined || line === 0) return undefined;
  return { file, line, column, low: at, high: at + 1n, isStatement: false, isPrologueEnd: false };
}
