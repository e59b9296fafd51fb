import { UserError } from '../../base/errors';

/** A name for an instant. */
export interface Bookmark {
  readonly name: string;
  readonly instruction: number;
}

const MOST = 1000;
const LONGEST = 200;

/** Instants with names, kept with the recording. */
export class Bookmarks {
  private marks: Bookmark[] = [];

  get all(): readonly Bookmark[] {
    return this.marks;
  }

  /** One of that name moves. @throws UserError when the name cannot be one, or there are too many */
  add(name: string, instruction: number): void {
    if (name.trim() === '' || name.length > LONGEST || /\p{Cc}/u.test(name)) {
      throw new UserError(`a bookmark's name is a text of one line, up to ${LONGEST} characters long`);
    }
    this.marks = this.marks.filter((one) => one.name !== name);
    if (this.marks.length >= MOST) throw new UserError(`there can be ${MOST} bookmarks`);
    this.marks.push({ name, instruction });
    this.marks.sort((a, b) => a.instruction - b.instruction);
  }

  /** @throws UserError when there is none of that name */
  remove(name: string): void {
    const rest = this.marks.filter((one) => one.name !== name);
    if (rest.length === this.marks.length) throw new UserError(`there is no bookmark "${name}"`);
    this.marks = rest;
  }
}
