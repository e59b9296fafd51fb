/** About the width of a letter, in pixels: measuring each word would cost more than drawing it. */
const LETTER = 5.6;

/** The first of some words, the longest first, that fit into so many pixels. */
export const fitting = (words: readonly string[], room: number): string | undefined =>
  words.find((one) => one.length * LETTER <= room);

/** A text cut to so many pixels. */
export function cutTo(text: string, room: number): string {
  const letters = Math.floor(room / LETTER);
  return text.length <= letters ? text : text.slice(0, Math.max(1, letters - 1)) + '…';
}
