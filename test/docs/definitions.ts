/**
 * The line, from 1, on which something of the kernel is: a function, variable, structure, macro or label by its name, a system call as
 * `exit(status)`, a step of an assembly file as `Step 2`. undefined when it is not in this file.
 */
export function lineOf(what: string, file: string, text: string): number | undefined {
  const name = what.replace(/^(struct|enum) /, '').replace(/[([].*$/, '');
  const patterns = /^Step \d$/.test(what)
    ? [new RegExp(`^ +# ${what}\\b`)]
    : [name, `sys_${name}`].flatMap((one) => definitions(one, file));
  const lines = text.split('\n');
  for (const pattern of patterns) {
    const index = lines.findIndex((line) => pattern.test(line));
    if (index >= 0) return index + 1;
  }
  return undefined;
}

function definitions(name: string, file: string): RegExp[] {
  if (file.endsWith('.S')) return [new RegExp(`^${name}:`)];
  if (file.endsWith('.h')) return [new RegExp(`^(struct|enum) ${name} \\{|^#define ${name}\\b`)];
  return [
    new RegExp(`^(?![ }#/])[^=;(]*\\b${name}\\(([^;]*|.*\\})$`), // a function
    new RegExp(`^(?![ }#/])(?!extern)[^=(]*\\b${name}(\\[[^=]*\\])*( =.*|;)$`), // a variable
  ];
}
