/** Where the bracket is opened that a text ends with; -1 when it is not. */
export function openingOf(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (')]'.includes(text[at])) depth++;
    else if ('(['.includes(text[at]) && --depth === 0) return at;
  }
  return -1;
}

/** The innermost bracket of a text that nothing closes; -1 when there is none. */
export function unclosedIn(text: string): number {
  let closed = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (')]'.includes(text[at])) closed++;
    else if ('(['.includes(text[at]) && closed-- === 0) return at;
  }
  return -1;
}

/** The first comma that stands in no brackets. */
export function commaIn(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if ('(['.includes(text[at])) depth++;
    else if (')]'.includes(text[at])) depth--;
    else if (text[at] === ',' && depth === 0) return at;
  }
  return -1;
}
