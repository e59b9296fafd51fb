import { PAGE_SIZE } from '../../isa/page';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex, toUnsigned64 } from '../../base/integers';
import { disassembleRange, type Line } from '../../debug/inspect/disassembly';
import type { AddressSpace } from '../../debug/memory/address-space';
import { fromBase64, toBase64 } from '../base64';
import { wrote } from '../changes';
import { ErrorId, RequestError, stateError } from '../errors';
import type { Feature } from '../feature';
import { placeAt } from '../memory-reference';
import type { Session } from '../session';
import { natural } from '../shapes/common';
import { flag, integer, object, text } from '../shapes/shape';
import { sourceOf } from '../sources';

const PAGE = BigInt(PAGE_SIZE);
/** More is not shown at once by anybody. */
const MOST_BYTES = 1 << 20;
/** Rows of a disassembly that one request may ask for, and how far away: no view shows as many. */
const MOST_ROWS = 100_000;

/** Memory and instructions at an address: of any process, of the kernel, or physical. */
export const memoryFeature = {
  readMemory: {
    shape: object({ memoryReference: text, count: natural }, { offset: integer() }),
    capabilities: { supportsReadMemoryRequest: true },
    handle: (session, { memoryReference, offset = 0, count }) => {
      const { address, space } = placeAt(session, memoryReference, offset);
      const length = Math.min(count, MOST_BYTES);
      session.memoryReaders.remember(memoryReference, offset, length);
      const bytes = space.readPrefix(address, length);
      const missing = length - bytes.length;
      return {
        address: hex(address),
        ...(bytes.length === 0 ? {} : { data: toBase64(bytes) }),
        ...(missing === 0 ? {} : { unreadableBytes: unreadable(space, address, bytes.length, length) }),
      };
    },
  },
  writeMemory: {
    shape: object({ memoryReference: text, data: text }, { offset: integer(), allowPartial: flag }),
    capabilities: { supportsWriteMemoryRequest: true },
    handle: (session, args) => {
      const { memoryReference, offset = 0, allowPartial = false, data } = args;
      if (session.active.isRunning) throw stateError('the machine is running; pause it to change something');
      const { address, space } = placeAt(session, memoryReference, offset);
      const bytes = fromBase64(data);
      const fits = allowPartial ? bytes.subarray(0, space.readPrefix(address, bytes.length).length) : bytes;
      if (!space.write(address, fits)) {
        const what =
          fits.length === 1
            ? `the byte at ${hex(address)} cannot`
            : `the ${fits.length} bytes at ${hex(address)} cannot all`;
        throw new RequestError(ErrorId.user, `${what} be written`);
      }
      if (fits.length > 0) wrote(session);
      return allowPartial ? { bytesWritten: fits.length } : {};
    },
  },
  disassemble: {
    shape: object(
      { memoryReference: text, instructionCount: integer(0, MOST_ROWS) },
      { offset: integer(), instructionOffset: integer(-MOST_ROWS, MOST_ROWS) },
    ),
    capabilities: { supportsDisassembleRequest: true },
    handle: (session, args) => {
      const { memoryReference, offset, instructionOffset = 0, instructionCount } = args;
      const { address, space, process } = placeAt(session, memoryReference, offset);
      const { system } = session.active;
      // No instruction begins at an odd address: the one that the byte is in, or what comes before.
      const lines = disassembleRange(address & ~1n, instructionOffset, instructionCount, {
        space,
        imageAt: (at) => system.imageAt(at, process),
      });
      return { instructions: present(session, lines) };
    },
  },
} satisfies Feature;

/** How many bytes cannot be read from a place on, up to the next page that can. */
function unreadable(space: AddressSpace, address: bigint, start: number, length: number): number {
  let at = start;
  while (at < length && !space.read(toUnsigned64(address + BigInt(at)), 1)) {
    at += Number(PAGE - ((address + BigInt(at)) % PAGE));
  }
  return Math.min(at, length) - start;
}

function present(session: Session, lines: readonly Line[]): DebugProtocol.DisassembledInstruction[] {
  let last: string | undefined;
  return lines.map(({ address, bytes, text, symbol, line }) => {
    const row: DebugProtocol.DisassembledInstruction = { address: hex(address), instruction: text };
    if (bytes === undefined) return { ...row, presentationHint: 'invalid' };
    row.instructionBytes = bytes;
    if (symbol !== undefined) row.symbol = symbol;
    if (!line) return row;
    // A source location stands for all that follow, until there is another.
    const place = `${line.file}:${line.line}`;
    if (place === last) return row;
    last = place;
    return { ...row, location: sourceOf(session, line.file), line: session.client.line(line.line) };
  });
}
