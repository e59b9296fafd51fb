import type { Command } from './command';
export const trace: Command = {
  name: 'trace',
  usage: '',
  summary: '',
  flags: {},
  runs: true,
  run: () => Promise.resolve(2),
};
