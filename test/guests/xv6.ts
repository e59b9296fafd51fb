/** What is said to xv6-riscv, old and new: its names and messages are those of its public sources. */
import type { Exchange } from './conversation';

export const XV6_PROMPT = '$ ';
export const XV6_MEMORY = 128 * 2 ** 20;

/** @param everything also `usertests -q`, which takes long */
export function xv6Conversation(cpus: number, everything: boolean): Exchange[] {
  const harts = Array.from({ length: cpus - 1 }, (_, n) => new RegExp(`hart ${n + 1} starting`));
  return [
    { type: '', expect: [/xv6 kernel is booting/, ...harts, /init: starting sh/] },
    { type: 'echo hello from the shell', expect: [/\nhello from the shell\n/] },
    {
      type: 'ls',
      expect: [/\n\. +1 1 \d+\n/, /\nREADME +2 \d+ \d+\n/, /\nsh +2 \d+ \d+\n/, /\nconsole +3 \d+ 0\n/],
    },
    { type: 'cat README', expect: [/xv6 is a re-implementation of Dennis Ritchie's/] },
    { type: 'grep Ritchie README', expect: [/\n.*Dennis Ritchie.*\n/] },
    { type: 'wc README', expect: [/\n\d+ \d+ \d+ README\n/] },
    { type: 'cat README | wc', expect: [/\n\d+ \d+ \d+ *\n/] },
    { type: 'mkdir made', expect: [/^mkdir made\n\$ $/] },
    { type: 'echo kept > made/file', expect: [/file\n\$ $/] },
    { type: 'cat made/file', expect: [/\nkept\n/] },
    { type: 'ln made/file other', expect: [/other\n\$ $/] },
    { type: 'rm made/file', expect: [/file\n\$ $/] },
    { type: 'cat other', expect: [/\nkept\n/] },
    { type: '(echo one; echo two) | grep two', expect: [/\ntwo\n/] },
    { type: 'nonsense', expect: [/exec nonsense failed/] },
    { type: 'kill 1000', expect: [/kill 1000\n/] },
    { type: 'zombie', expect: [/zombie\n/] },
    { type: 'forktest', expect: [/fork test OK/] },
    // What its processes print later comes mixed, character by character.
    { type: 'stressfs', expect: [/stressfs starting/] },
    { type: 'echo still here', expect: [/\nstill here\n/] },
    ...(everything ? [{ type: 'usertests -q', expect: [/ALL TESTS PASSED/], times: 100 }] : []),
  ];
}
