import { DwarfError } from './error';

/**
 * Bounds the work that one file may cause. Well-formed debug information is read about once; tables that
 * overlap each other on purpose could be read once per reference to them, so every reading that
 * is kept for later queries is paid for here.
 */
export class Budget {
  constructor(private left: number) {}

  /** Pays for `steps` decoded items. @throws DwarfError when the file has asked for too much. */
  charge(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new DwarfError('the debug information refers to itself too often to be read');
  }
}
