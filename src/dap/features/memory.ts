import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex, toUnsigned64 } from '../../base/integers';
import { disassembleRange, type Line } from '../../debug/disassembly';
import type { AddressSpace } from '../../debug/memory/address-space';
import { parseAddress } from '../addresses';
import { toBase64 } from '../base64';
import type { Handlers } from '../handlers';
import type { Session } from '../session';
import { sourceOf } from '../sources';

const PAGE = 4096n;
/** More is not shown at once by anybody. */
const MOST_BYTES = 1 << 20;
const MOST_INSTRUCTIONS = 10_000;

/** Memory and instructions at an address, in the address space of the thread that the user looks at. */
export function memoryFeature(session: Session): Handlers {
  return {
    readMemory: ({ memoryReference, offset = 0, count }: DebugProtocol.ReadMemoryArguments) => {
      const address = parseAddress(memoryReference, offset);
      const length = Math.max(0, Math.min(count, MOST_BYTES));
      const { space } = session.defaultFrame().frame;
      const bytes = space.readPrefix(address, length);
      const missing = length - bytes.length;
      return {
        address: hex(address),
        ...(bytes.length === 0 ? {} : { data: toBase64(bytes) }),
        ...(missing === 0 ? {} : { unreadableBytes: unreadable(space, address, bytes.length, length) }),
      };
    },
    disassemble: (args: DebugProtocol.DisassembleArguments) => {
      const { memoryReference, offset, instructionOffset = 0, instructionCount } = args;
      const address = parseAddress(memoryReference, offset);
      const { thread, frame } = session.defaultFrame();
      const { system } = session.active;
      const count = Math.max(0, Math.min(instructionCount, MOST_INSTRUCTIONS));
      const lines = disassembleRange(address, instructionOffset, count, {
        space: frame.space,
        imageAt: (at) => system.imageAt(at, thread.process),
      });
      return { instructions: present(session, lines) };
    },
  };
}

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
    const first = session.client.linesStartAt1 ? line.line : line.line - 1;
    return { ...row, location: sourceOf(session.active, line.file), line: first };
  });
}
