/** Random C expressions of every form that has one meaning, over the variables of a program. */

/** What the expressions are about; types and names are in scope where they are evaluated. */
export const declarations = `
typedef unsigned char byte_type;
typedef long number;
byte_type unused;
number unused_too;
enum color { RED, BLUE = 4, GREEN = 0x7fffffff } paint = BLUE;
enum sign { MINUS = -1, PLUS = 1 } sgn = MINUS;
struct pair {
  int x;
  unsigned low : 3, high : 29;
  int small : 5;
  unsigned long wide : 20;
  _Bool yes : 1;
  unsigned char c;
  long l;
  struct pair *next;
  char name[8];
  union { int i; unsigned u; };
} ones[2] = {
  {-5, 5, 0x1fffffff, -3, 0xfffff, 1, 200, -7, &ones[1], "first", {-1}},
  {7, 2, 3, 15, 1, 0, 3, 1L << 40, ones, "second", {9}},
};
_Bool b = 1;
char ch = 0xf0;
signed char sc = -1;
unsigned char uc = 255;
short sh = -32768;
unsigned short us = 65535;
int i = -1, pid = 77, mode = 3;
unsigned u = 0xfffffff0u, time = 5;
long l = -0x7fffffffffffffff - 1;
unsigned long ul = 0xfffffffffffffff0;
__int128 w = (__int128)-5 << 90;
unsigned __int128 uw = (unsigned __int128)0xdeadbeef << 96 | 7;
float f = 2.75f;
double d = 3.1;
long double ld = 1.0L / 3;
int v[3] = {10, -20, 30};
unsigned char bytes[4] = {1, 2, 254, 255};
char text[6] = "hello";
short grid[2][3] = {{1, 2, 3}, {-4, -5, -6}};
int *ip = &v[1];
struct pair *p = &ones[0];
char *cp = text;
char *words[2] = {"zero", "one"};
int function(int argument) { return argument; }
int (*operation)(int) = function;
`;

const INTEGERS = 'b ch sc uc sh us i pid mode u time l ul w uw paint sgn RED BLUE GREEN MINUS PLUS'.split(
  ' ',
);
const ELEMENTS = (
  'v[1]|2[v]|ip[1]|*ip|*v|(v[2])|(v)[0]|*(v + 1)|bytes[2]|text[1]|*text|cp[4]|grid[1][2]|*grid[1]|(*grid)[1]|words[1][0]|*words[0]|' +
  'p->x|p->c|p->l|p->name[1]|(*p).l|p->next->x|ones[1].x|ones->c|(&ones[1])->l|p->u|p->i|(*p).next->name[0]|"text"[2]|1["ab" "cd"]|*&i'
).split('|');
const FIELDS = 'p->low p->high p->small p->wide p->yes ones[1].small'.split(' ');
const REALS = [
  'f',
  'd',
  'ld',
  '1.5',
  '0.1f',
  '2.5e-3L',
  '.5',
  '3.',
  '1e30',
  '0x1.8p3',
  '0x.8p-2f',
  '0.0',
  '-0.0',
  '16777217.0',
];
const LITERALS = (
  '0 1 7 255 0377 010 0x7f 0b1011 127u 32768 65535 2147483647 2147483648 4294967295 4294967296 0x7fffffff 0x80000000 0xffffffff 037777777777 0xffffffffu ' +
  "1l 1L 1ul 1LU 1ll 1ULL 0xffffffffl 0xfffffffful 9223372036854775807 0x8000000000000000 0xffffffffffffffff 'a' '\\n' '\\377' '\\xff' '\\0' 'ab'"
).split(' ');
const TYPES = (
  '_Bool|char|signed char|unsigned char|short|unsigned short|short unsigned int|int|unsigned|long|unsigned long|long long|unsigned long long int|' +
  '__int128|unsigned __int128|byte_type|number|enum color|const int'
).split('|');
const SIZED = [
  ...TYPES,
  'struct pair',
  'int *',
  'char [7]',
  'struct pair[2]',
  'long double',
  'float',
  'int (*)[3]',
];
const UNSIZED_OPERANDS = [
  'v',
  'text',
  'grid',
  'grid[0]',
  '*p',
  'ones',
  'p',
  '&v',
  '"hello"',
  '*words',
  "'a'",
  'function',
  '&grid[1]',
  'v + 1',
];
const COMPARISONS = ['==', '!=', '<', '>', '<=', '>='];

/** `below` gives numbers from 0 up to it. */
export function randomExpression(below: (limit: number) => number): string {
  const pick = <T>(from: readonly T[]): T => from[below(from.length)];
  const one = (...makers: readonly (() => string)[]): string => pick(makers)();

  const leaf = (): string =>
    one(
      () => pick(INTEGERS),
      () => pick(INTEGERS),
      () => pick(ELEMENTS),
      () => pick(LITERALS),
      () => `(${pick(INTEGERS)})`,
      () => `${pick(['-', '~', '+', '!'])}${pick(FIELDS)}`,
    );
  const integer = (depth: number): string => {
    if (depth === 0) return leaf();
    const next = (): string => integer(depth - 1);
    const real = (): string => floating(depth - 1);
    return one(
      leaf,
      () => `${pick(['-', '~', '!', '+', '- -', '!!'])}${nested(next())}`,
      () => `${nested(next())} ${pick(['+', '-', '*', '&', '|', '^'])} ${nested(next())}`,
      () => `${nested(next())} ${pick(['/', '%'])} (${nested(next())} | 1)`,
      () =>
        `${nested(next())} ${pick(['<<', '>>'])} (${nested(next())} & ${pick(['7', '15', '31u', '31ul'])})`,
      () =>
        `${pick(['w', 'uw', '(__int128) i', '(unsigned __int128) ul'])} ${pick(['<<', '>>'])} (${nested(next())} & 127)`,
      () => `${pick(FIELDS)} ${pick(['+', '-', '*', '<<', '<', '=='])} ${pick(['1', '3u', 'b', '1l'])}`,
      () => `${nested(next())} ${pick(COMPARISONS)} ${nested(next())}`,
      () => `${nested(next())} ${pick(COMPARISONS)} ${nested(real())}`,
      () => `${nested(next())} ${pick(['&&', '||'])} ${nested(real())}`,
      () => `${nested(pointer())} ${pick(COMPARISONS)} ${nested(pointer())}`,
      () => `${pick(['ip - v', '&v[2] - v', '&ones[1] - p', '&grid[1] - grid', 'cp + 3 - text'])}`,
      () => `${nested(next())} ? ${nested(next())} : ${nested(next())}`,
      () => `${nested(next())} ?: ${nested(next())}`,
      () => `(${next()}, ${next()})`,
      () => `(${pick(TYPES)}) ${pick(['', '-', '+', '~', '!'])}${nested(next())}`,
      () =>
        `(${pick(['int', 'long', 'short', 'signed char', '__int128'])}) ${pick(['', '-'])}${pick(['f', 'd', 'ld', '2.75'])}`,
      () => `(_Bool) ${nested(real())}`,
      () => `(${pick(['pid', 'mode', 'time', 'i'])}) ${pick(['-', '+', '*', '&'])} ${nested(next())}`,
      () => `sizeof(${pick(SIZED)})`,
      () => `sizeof ${pick(UNSIZED_OPERANDS)}`,
      () => `sizeof(${one(next, real, pointer)})`,
      () => `(${pick(['long', 'unsigned long', 'number'])}) ${nested(pointer())}`,
      () => `!${nested(pointer())}`,
    );
  };
  const floating = (depth: number): string => {
    if (depth === 0) return pick(REALS);
    const next = (): string => floating(depth - 1);
    const whole = (): string => nested(integer(depth - 1));
    return one(
      () => pick(REALS),
      () => `${pick(['-', '+'])}${nested(next())}`,
      () => `${nested(next())} ${pick(['+', '-', '*', '/'])} ${nested(next())}`,
      () => `${whole()} ${pick(['+', '-', '*', '/'])} ${nested(next())}`,
      () => `${nested(next())} ${pick(['+', '-', '*', '/'])} ${whole()}`,
      () => `(${pick(['float', 'double', 'long double'])}) ${whole()}`,
      () => `(${pick(['float', 'double', 'long double'])}) ${nested(next())}`,
      () => `${whole()} ? ${nested(next())} : ${whole()}`,
    );
  };
  const pointer = (): string =>
    one(
      () =>
        pick([
          'ip',
          'p',
          'cp',
          'v',
          'text',
          'ones',
          '&v[1]',
          '&2[v]',
          '&*ip',
          '&p->x',
          '&p->name[2]',
          '&p->next->l',
          'p->next',
        ]),
      () =>
        pick([
          'words[1]',
          'grid[1]',
          '*grid',
          '&grid[1][2]',
          '&v',
          'function',
          '&function',
          'operation',
          '*function',
          '(void *) ip',
        ]),
      () =>
        `${pick(['ip', 'v', 'cp', 'p', 'text', 'grid'])} ${pick(['+', '-'])} ${pick(['1', '0', 'b', 'RED', '1ul', 'sizeof(char)'])}`,
      () =>
        `(${pick(['char *', 'long *', 'struct pair *', 'void *', 'int (*)[3]'])}) ${pick(['ip', 'p', 'v', 'ul', '(long) l', '&ones[1]'])}`,
      () => `${pick(['b', '!b'])} ? ${pick(['ip', 'v', '0', '(void *) 0'])} : ${pick(['ip', '&v[2]', 'v'])}`,
    );
  return below(4) === 0 ? floating(1 + below(3)) : below(12) === 0 ? pointer() : integer(1 + below(4));
}

/** As an operand of anything: in parentheses unless it is a single word. */
const nested = (text: string): string => (/^\w+$/.test(text) ? text : `(${text})`);
