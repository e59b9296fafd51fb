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
 * The same stack after a breakpoint on one of `lines` has stopped it. The code of a call's line and that of the body in the
 * call's place can begin at one address; who wanted the line of the call is not in the body yet.
 */
export function atBreakpoint(frames: readonly Frame[], lines: readonly SourceLine[]): readonly Frame[] {
  const wanted = frames.findIndex(
    (frame) =>
      frame.kind === 'code' &&
      lines.some(
        ({ file, line }) => frame.line !== undefined && frame.line.line === line && frame.line.file === file,
      ),
  );
  const isBeginning = frames
    .slice(0, wanted)
    .every(
      (frame) =>
        frame.kind === 'code' &&
        frame.inlined?.name !== undefined &&
        frame.image?.inlinedAt(frame.at)[frame.inlined.depth].ranges.some(({ low }) => low === frame.pc),
    );
  return wanted > 0 && isBeginning ? frames.slice(wanted) : frames;
}

interface SourceLine {
  readonly file?: string;
  readonly line?: number;
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
