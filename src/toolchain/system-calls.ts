/** The built-in kernel's system calls: number in a7, arguments in a0..a5, result in a0 (negative: an error). */
export interface SystemCall {
  readonly number: number;
  readonly name: string;
  /** Names of the arguments, in the order of the registers. */
  readonly parameters: readonly string[];
  /** One line for a student. */
  readonly doc: string;
}

const call = (number: number, name: string, parameters: readonly string[], doc: string): SystemCall => ({
  number,
  name,
  parameters,
  doc,
});

export const systemCalls: readonly SystemCall[] = [
  call(1, 'exit', ['status'], 'Ends this process with an exit status.'),
  call(2, 'fork', [], 'Makes a copy of this process; returns 0 in the copy and its pid in the parent.'),
  call(3, 'exec', ['path', 'argv'], 'Replaces the program of this process by another.'),
  call(4, 'spawn', ['path', 'argv'], 'Makes a new process that runs a program; returns its pid.'),
  call(5, 'wait', ['status'], 'Waits until a child ends; returns its pid.'),
  call(6, 'getpid', [], 'Returns the pid of this process.'),
  call(7, 'yield', [], 'Gives the CPU to the next process that is ready.'),
  call(8, 'sleep', ['ticks'], 'Blocks this process for a number of timer ticks.'),
  call(9, 'sbrk', ['increment'], 'Grows the heap; returns its old end.'),
  call(10, 'open', ['path', 'flags'], 'Opens a file; returns its descriptor.'),
  call(11, 'close', ['fd'], 'Closes a file descriptor.'),
  call(12, 'read', ['fd', 'buffer', 'length'], 'Reads bytes; returns how many.'),
  call(13, 'write', ['fd', 'buffer', 'length'], 'Writes bytes; returns how many.'),
  call(14, 'kill', ['pid'], 'Ends another process.'),
  call(15, 'uptime', [], 'Returns the number of timer ticks since the machine started.'),
  call(16, 'dup', ['fd'], 'Makes another descriptor for the same open file.'),
  call(
    17,
    'pipe',
    ['fds'],
    'Makes a pipe; stores two descriptors: the end to read from, the end to write to.',
  ),
  call(
    18,
    'setpriority',
    ['priority'],
    'Sets the priority of this process, 0 the highest; returns the old one.',
  ),
  call(19, 'settickets', ['tickets'], 'Sets how many tickets this process has; returns how many it had.'),
  call(
    20,
    'seek',
    ['fd', 'offset', 'whence'],
    'Moves where the next read or write begins; returns the offset.',
  ),
  call(21, 'unlink', ['path'], 'Removes a name of a file, or an empty directory.'),
  call(22, 'link', ['old', 'new'], 'Gives a file another name.'),
  call(23, 'mkdir', ['path'], 'Makes a directory.'),
  call(24, 'chdir', ['path'], 'Changes where relative paths begin.'),
  call(25, 'stat', ['path', 'status'], 'Stores kind, links, number and size of a file.'),
  call(26, 'list', ['fd', 'entry'], 'Stores the next entry of an open directory; returns 0 at its end.'),
  call(27, 'fsync', ['fd'], 'Returns when what was written is on the disk.'),
  call(28, 'fstat', ['fd', 'status'], 'Stores kind, links, number and size of an open file.'),
  call(
    29,
    'processes',
    ['index', 'status'],
    'Stores what is said about the next process; returns the index behind it.',
  ),
  call(30, 'interrupts', ['on'], 'Says whether Control-C ends a wait for input or for a child.'),
  call(31, 'adopt', [], 'Makes orphans of this family children of this process.'),
];

/** What the assembler predefines: `SYS_exit` to 1 and so on. */
export const systemCallConstants: ReadonlyMap<string, bigint> = new Map(
  systemCalls.map((call) => [`SYS_${call.name}`, BigInt(call.number)]),
);
