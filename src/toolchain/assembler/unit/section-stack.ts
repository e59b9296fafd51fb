import { SectionFlags } from '../../elf/types';
import { inLinkOrder } from '../link/link-order';
import { Section } from './object';

const { allocate, write, execute } = SectionFlags;

/** Flags of the sections that have a meaning by name, and of those whose names begin so and go on with a dot. */
const standard: readonly { readonly name: string; readonly flags: number; readonly noBits?: boolean }[] = [
  { name: '.text', flags: allocate | execute },
  { name: '.init', flags: allocate | execute },
  { name: '.fini', flags: allocate | execute },
  { name: '.rodata', flags: allocate },
  { name: '.srodata', flags: allocate },
  { name: '.data', flags: allocate | write },
  { name: '.sdata', flags: allocate | write },
  { name: '.bss', flags: allocate | write, noBits: true },
  { name: '.sbss', flags: allocate | write, noBits: true },
  { name: 'COMMON', flags: allocate | write, noBits: true },
];

/** Where `.comm` leaves room for a name. */
export const commonSection = (name: string): string => `COMMON.${name}`;

/** What a section is when the source does not say; undefined for a name without a meaning. */
export function standardSection(
  name: string,
): { readonly flags: number; readonly noBits?: boolean } | undefined {
  return standard.find((section) => name === section.name || name.startsWith(section.name + '.'));
}

const isTable = ({ name }: Section): boolean => name.startsWith('.got');
const isCommon = ({ name }: Section): boolean => name.startsWith(commonSection(''));

/** Where what is assembled goes. */
interface Spot {
  readonly section: Section;
  readonly part: number;
}

/** The sections of one source, and which of them is current. */
export class SectionStack {
  private readonly byName = new Map<string, Section>();
  private readonly pushed: { current: Spot; previous: Spot }[] = [];
  current: Section;
  private previous: Spot;
  /** Sections for which a warning about instructions in them was given. */
  readonly toldAboutCode = new Set<Section>();

  /** @param codeAlignment what `.text` is aligned to, when nothing is said about it: 2 for compressed code. As with GNU, no other section is. */
  constructor(private readonly codeAlignment: number) {
    this.current = this.named('.text');
    this.previous = { section: this.current, part: 0 };
    this.named('.data');
    this.named('.bss');
  }

  /** In the order in which they go into the program, which is that of GNU as and ld. */
  get all(): readonly Section[] {
    const others = [...this.byName.values()].filter((section) => !isCommon(section));
    others.sort((a, b) => Number(isTable(a)) - Number(isTable(b)));
    return [...others, ...this.common];
  }

  /** What `.comm` left room for. */
  private get common(): readonly Section[] {
    const common = [...this.byName.values()].filter(isCommon);
    return inLinkOrder(common, ({ name }) => name.slice(commonSection('').length));
  }

  /** The section of that name; flags count when it is new. */
  named(name: string, flags?: number, noBits?: boolean): Section {
    let section = this.byName.get(name);
    if (section === undefined) {
      const usual = standardSection(name);
      section = new Section(
        name,
        flags ?? usual?.flags ?? 0,
        noBits ?? usual?.noBits ?? false,
        name === '.text' ? this.codeAlignment : 1,
      );
      this.byName.set(name, section);
    }
    return section;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  private get spot(): Spot {
    return { section: this.current, part: this.current.part };
  }

  /** @param part its number: parts of a section lie in the order of their numbers */
  enter(section: Section, part = 0): void {
    this.previous = this.spot;
    this.goTo({ section, part });
  }

  private goTo({ section, part }: Spot): void {
    this.current = section;
    section.part = part;
  }

  swapWithPrevious(): void {
    this.enter(this.previous.section, this.previous.part);
  }

  push(section: Section, part = 0): void {
    this.pushed.push({ current: this.spot, previous: this.previous });
    this.enter(section, part);
  }

  /** False when nothing was pushed. */
  pop(): boolean {
    const top = this.pushed.pop();
    if (top === undefined) return false;
    this.goTo(top.current);
    this.previous = top.previous;
    return true;
  }
}
