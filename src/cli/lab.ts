import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../base/errors';
import { loadLab } from '../labs/format/load';
import { proveLab, type Proof } from '../labs/node-prove';
import { makeLab } from '../labs/node-new-lab';
import { splitOptions } from './arguments';
import type { Command, Surroundings } from './command';

/** A word after `lab`: what follows it, and what it does. Resolves to the exit status. */
interface Action {
  readonly usage: string;
  /** Words that it takes. */
  readonly count: number;
  run(words: readonly string[], around: Surroundings): Promise<number>;
}

const actions: Readonly<Record<string, Action>> = {
  new: {
    usage: 'new DIR',
    count: 1,
    async run([folder], around) {
      await makeLab(folder);
      around.output.write(`${folder}: a lab that "trapframe lab check ${folder}" proves\n`);
      return 0;
    },
  },
  check: {
    usage: 'check DIR',
    count: 1,
    async run([folder], around) {
      const lab = await loadLab(around.host.files, folder);
      let isRight = true;
      for await (const proof of proveLab(lab, folder, around.host)) {
        isRight &&= proof.isRight;
        around.output.write(`${wordOf(proof)} ${proof.what}: ${proof.says}\n`);
        await around.output.flush();
      }
      return isRight ? 0 : 1;
    },
  },
  list: {
    usage: 'list',
    count: 0,
    async run(_, { host, output }) {
      const folder = join(host.sourceRoot, 'labs');
      for (const name of (await readdir(folder)).sort()) {
        const path = join(folder, name);
        if (!(await host.files.exists(join(path, 'lab.json')))) continue;
        const { title, needs } = await loadLab(host.files, path);
        output.write(`${name.padEnd(28)} ${title}${needs.length === 0 ? '' : ` (needs a C compiler)`}\n`);
      }
      return 0;
    },
  },
};

const wordOf = ({ isRight, isAdvice = false }: Proof): string =>
  !isRight ? 'WRONG' : isAdvice ? 'note ' : 'ok   ';

export const lab: Command = {
  name: 'lab',
  usage: Object.values(actions)
    .map(({ usage }) => usage)
    .join(' | '),
  summary:
    'Makes a lab; proves one: its solution passes, its starter fails, each wrong answer fails on its check; lists those that come with the product.',
  flags: {},
  runs: false,
  async run(words, around) {
    const { rest } = splitOptions(words, [], true);
    const [word, ...more] = rest;
    const allowed = Object.keys(actions).join(', ');
    if (word === undefined) throw new UserError(`lab takes one of ${allowed}`);
    if (!Object.hasOwn(actions, word))
      throw new UserError(`lab ${word}: there is no such thing; it takes one of ${allowed}`);
    const action = actions[word];
    if (more.length !== action.count) throw new UserError(`usage: trapframe lab ${action.usage}`);
    return action.run(more, around);
  },
};
