/** Why a value cannot be had or changed, in words that go on after `it ...`-free sentences: `nothing is mapped at 0x0`. */
export class ValueProblem extends Error {
  override readonly name = 'ValueProblem';
}
