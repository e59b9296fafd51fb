import type { Guest } from './guest';

/** A command, and what its output must be like. The first one of a conversation is the boot: nothing is typed. */
export interface Exchange {
  readonly type: string;
  readonly expect: readonly RegExp[];
  /** The command is not followed by a prompt: its expectations end the wait. */
  readonly last?: boolean;
  /** How many times longer than usual the answer may take. */
  readonly times?: number;
}

export interface Answer {
  readonly exchange: Exchange;
  /** What was printed from the typing on. */
  readonly output: string;
  /** Why it is not right; undefined: it is. */
  readonly problem?: string;
}

/** Types one command after the other, each when the prompt of the one before has come. Ends at the first that is not right. */
export async function converse(
  guest: Guest,
  prompt: string,
  exchanges: readonly Exchange[],
  onAnswer: (answer: Answer) => void = () => {},
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const exchange of exchanges) {
    const begin = guest.console.length;
    if (exchange.type !== '') guest.type(`${exchange.type}\n`);
    const holds = (output: string): boolean => exchange.expect.every((pattern) => pattern.test(output));
    const came = await guest.until((console) => {
      const output = console.slice(begin);
      return exchange.last === true ? holds(output) : output.endsWith(prompt) || /^panic/m.test(output);
    }, exchange.times);
    const output = guest.console.slice(begin).replace(/\r/g, '');
    const missing = exchange.expect.find((pattern) => !pattern.test(output));
    const problem = /^panic/m.test(output)
      ? 'the kernel panicked'
      : missing
        ? `no ${missing.source} in the output`
        : came
          ? undefined
          : 'no prompt came';
    const answer = { exchange, output, ...(problem !== undefined && { problem }) };
    answers.push(answer);
    onAnswer(answer);
    if (problem !== undefined) break;
  }
  return answers;
}
