/** Why C is refused where nothing can be started; the only such place is a browser. */
export const NO_COMPILER = 'C is compiled by a program, which a browser cannot start';
