import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isInside } from '../toolchain/assembler/load';
import { decodeSource } from '../toolchain/assembler/text/encoding';
import type { IncludedFile } from '../toolchain/assembler/text/includes';
import { Assembly } from './assembly/assembly';
import { type Files, isAssembly, offersWords } from './files';
import { type CFunction, functionsInC } from './source/c-functions';
import { type Include, SourceFile } from './source/source-file';
import { programsIn } from './source/launched';
import { joined, keyOf, uriOf } from './uris';

const LANGUAGE = 'riscv-asm';

/** So many sources are kept as the assembler has them, those worked through last; the others are worked through anew when it is asked. */
const MOST_ASSEMBLIES = 32;

/** Where a function of a C source is. */
export interface CLocation extends Pick<CFunction, 'name' | 'head'> {
  readonly uri: string;
  readonly range: Range;
}

/** The sources that the server knows: open documents as they are in the editor, the others as they are on disk. */
export class Workspace {
  /** By `keyOf` their URI, as all maps here. */
  private readonly open = new Map<string, SourceFile>();
  private readonly closed = new Map<string, SourceFile>();
  /** Words of C sources and linker scripts, by file: which of them are functions only a C compiler could say. */
  private readonly words = new Map<string, ReadonlySet<string>>();
  /** Functions of C sources, by file. */
  private readonly functions = new Map<string, readonly CLocation[]>();
  /** Files that sources include, fetched for that, or why they cannot be had. */
  private readonly fetched = new Map<string, IncludedFile>();
  /** Folders of the workspace, with a slash at the end. */
  private folders: string[] = [];
  /** Sources that are launched together, by the launch configurations of the workspace. */
  private launched: readonly ReadonlySet<string>[] = [];
  /** Folders outside of the workspace that have been read. */
  private readonly around = new Set<string>();
  /** Folders from which sources may include files, besides those of the workspace. */
  private readonly allowed: string[] = [];
  private readonly assemblies = new Map<
    string,
    { generation: number; file: SourceFile; assembly: Assembly }
  >();
  /** Grows when what sources offer each other may have changed. */
  private generation = 0;
  private offered: { generation: number; names: ReadonlyMap<string, readonly string[]> } | undefined;

  constructor(private readonly files: Files) {}

  /** Lets sources include files from below folders that are not in the workspace, and need not be looked through. */
  allow(folders: readonly string[]): void {
    this.allowed.push(...folders.map((folder) => withSlash(keyOf(folder))));
  }

  /** Settles when the folders given so far have been read. */
  ready: Promise<void> = Promise.resolve();

  /** Reads the sources below folders. */
  scan(folders: readonly string[]): Promise<void> {
    this.ready = Promise.all([this.ready, this.read(folders)]).then(() => {});
    return this.ready;
  }

  private async read(folders: readonly string[]): Promise<void> {
    for (const folder of folders) {
      this.folders.push(withSlash(keyOf(folder)));
      for (const uri of await this.files.list(folder, 'all')) await this.readFile(uri);
      const bytes = await this.files.read(`${withSlash(folder)}.vscode/launch.json`);
      if (bytes !== undefined)
        this.launched = [...this.launched, ...programsIn(new TextDecoder().decode(bytes), keyOf(folder))];
    }
  }

  /**
   * Reads what lies beside a source that no folder of the workspace holds, such as one of the kernel that a debugger has opened.
   * Settles at once when that is known already.
   */
  async readAround(uri: string): Promise<void> {
    const own = folderOf(keyOf(uri));
    if (this.around.has(own) || this.folders.some((folder) => own.startsWith(folder))) return;
    this.around.add(own);
    for (const beside of await this.files.list(uri.slice(0, uri.lastIndexOf('/') + 1), 'own')) {
      await this.readFile(beside);
    }
  }

  /** Takes note of a file that was made or changed on disk, or is gone. */
  async readFile(uri: string): Promise<void> {
    const key = keyOf(uri);
    const bytes = (await this.isInside(key, [folderOf(key)])) ? await this.files.read(uri) : undefined;
    this.generation++;
    this.fetched.delete(key);
    this.closed.delete(key);
    this.words.delete(key);
    this.functions.delete(key);
    if (bytes !== undefined) this.keep(uri, bytes);
  }

  private keep(uri: string, bytes: Uint8Array): void {
    const key = keyOf(uri);
    const text = textOf(bytes);
    if (offersWords(uri)) this.words.set(key, new Set(text.replace(comments, ' ').match(/[A-Za-z_]\w*/g)));
    if (uri.endsWith('.c')) {
      const document = TextDocument.create(uri, 'c', 0, text);
      const found = functionsInC(text).map(({ name, start, head }) => {
        const range = { start: document.positionAt(start), end: document.positionAt(start + name.length) };
        return { name, head, uri, range };
      });
      this.functions.set(key, found);
    }
    if (!/\.(c|ld|lds)$/.test(uri)) {
      this.closed.set(key, new SourceFile(TextDocument.create(uri, LANGUAGE, 0, text)));
    }
  }

  /** Forgets what is on disk below a folder that is no longer part of the workspace. */
  forget(folder: string): void {
    const prefix = withSlash(keyOf(folder));
    this.folders = this.folders.filter((one) => one !== prefix);
    for (const map of [this.closed, this.words, this.functions]) {
      for (const known of [...map.keys()]) if (known.startsWith(prefix)) map.delete(known);
    }
    this.generation++;
  }

  /** The new text of an open document. */
  update(document: TextDocument): SourceFile {
    const before = this.file(document.uri);
    const file = new SourceFile(document);
    this.open.set(keyOf(document.uri), file);
    if (before === undefined || !sameInterface(before, file)) this.generation++;
    return file;
  }

  close(uri: string): void {
    this.open.delete(keyOf(uri));
    this.assemblies.delete(keyOf(uri));
    this.generation++;
  }

  file(uri: string): SourceFile | undefined {
    const key = keyOf(uri);
    return this.open.get(key) ?? this.closed.get(key);
  }

  get openFiles(): SourceFile[] {
    return [...this.open.values()];
  }

  /** Functions of that name in C sources. */
  cFunctions(name: string): CLocation[] {
    return [...this.functions.values()].flat().filter((one) => one.name === name);
  }

  /** Every source in assembly, and what was included, open or not. */
  get all(): SourceFile[] {
    return [...new Map([...this.closed, ...this.open]).values()].filter(
      ({ uri, key }) => isAssembly(uri) || this.open.has(key) || this.fetched.has(key),
    );
  }

  /**
   * Of sources that offer a name, those of the same program: what is launched together with a source; else what lies in its folder,
   * else what lies nearest.
   */
  nearest({ key }: SourceFile, offering: readonly SourceFile[]): readonly SourceFile[] {
    const together = this.launched.filter((program) => program.has(key));
    const own = offering.filter((other) => together.some((program) => program.has(other.key)));
    if (own.length > 0) return own;
    const near = (other: SourceFile): number => commonFolders(key, other.key);
    const nearest = Math.max(...offering.map(near));
    return offering.filter((other) => near(other) === nearest);
  }

  /** The file that a source names, if it is known. */
  included({ uri }: SourceFile, { path }: Include): SourceFile | undefined {
    const target = joined(uri, path);
    return target === undefined ? undefined : this.file(target);
  }

  /** Where a source includes another one, be it over further files. */
  includeOf(file: SourceFile, key: string): Include | undefined {
    const reaches = (from: SourceFile | undefined, seen: Set<SourceFile>): boolean => {
      if (from === undefined || seen.has(from)) return false;
      seen.add(from);
      return (
        from.key === key ||
        from.includes.some((include) => include.isText && reaches(this.included(from, include), seen))
      );
    };
    return file.includes.find(
      (include) => include.isText && reaches(this.included(file, include), new Set([file])),
    );
  }

  /** The sources that one text is made of: those that a source includes or that include it, over any number of steps. */
  unitOf(file: SourceFile): readonly SourceFile[] {
    const unit = new Set([file]);
    const edges = this.includeEdges;
    for (const one of unit) for (const other of edges.get(one) ?? []) unit.add(other);
    return [...unit];
  }

  private get includeEdges(): ReadonlyMap<SourceFile, ReadonlySet<SourceFile>> {
    const edges = new Map<SourceFile, Set<SourceFile>>();
    const link = (one: SourceFile, other: SourceFile): void =>
      void edges.set(one, (edges.get(one) ?? new Set()).add(other));
    for (const file of this.all) {
      for (const include of file.includes) {
        const other = include.isText ? this.included(file, include) : undefined;
        if (other === undefined || other === file) continue;
        link(file, other);
        link(other, file);
      }
    }
    return edges;
  }

  /** What changes in other sources may change what is said about a source. */
  get state(): number {
    return this.generation;
  }

  /** What the assembler makes of a source. */
  assembly(file: SourceFile): Assembly {
    const known = this.assemblies.get(file.key);
    if (known?.file === file && known.generation === this.generation) return known.assembly;
    const assembly = new Assembly(file, {
      isElsewhere: (name) => this.isElsewhere(name, file),
      included: new Map([...this.fetched, ...this.textsFor(file)]),
    });
    this.assemblies.delete(file.key);
    this.assemblies.set(file.key, { generation: this.generation, file, assembly });
    const [oldest] = this.assemblies.keys();
    if (this.assemblies.size > MOST_ASSEMBLIES) this.assemblies.delete(oldest);
    return assembly;
  }

  /** The other texts of its unit, as they are in the editor. */
  private textsFor(file: SourceFile): [string, IncludedFile][] {
    const encoder = new TextEncoder();
    return this.unitOf(file)
      .filter((other) => other !== file)
      .map((other) => [other.key, { bytes: encoder.encode(other.text) }]);
  }

  /**
   * Reads the files that a source includes and that no scan came upon. Nothing outside of the workspace and of the source's own
   * folder is read.
   * @returns whether there is something new to say
   */
  async fetchIncluded(file: SourceFile): Promise<boolean> {
    const wanted = this.assembly(file).wanted.filter((path) => !this.fetched.has(path));
    for (const path of wanted) {
      if (!(await this.isInside(path, [folderOf(file.key), ...this.allowed]))) {
        this.fetched.set(path, { error: 'this file is outside of the workspace' });
        continue;
      }
      const bytes = await this.files.read(uriOf(path));
      const name = path.split('/').at(-1);
      this.fetched.set(path, bytes === undefined ? { error: `there is no file ${name}` } : { bytes });
      if (bytes !== undefined && !this.closed.has(path)) this.keep(uriOf(path), bytes);
    }
    if (wanted.length > 0) this.generation++;
    return wanted.length > 0;
  }

  /** Whether a file lies in one of these folders, or of the workspace's if it is in there by its name: its links followed, as theirs are. */
  private async isInside(key: string, allowed: readonly string[]): Promise<boolean> {
    const folders = [...allowed, ...this.folders];
    // By its name first: asking for the file of another computer would already tell that one who asks.
    if (!folders.some((folder) => key.startsWith(folder))) return false;
    const real = await this.files.real(uriOf(key));
    // What is not there cannot be read either.
    if (real === undefined) return true;
    for (const folder of folders) {
      const home = await this.files.real(uriOf(folder));
      if (home !== undefined && isInside(keyOf(real), keyOf(home))) return true;
    }
    return false;
  }

  /** Whether another source offers this name. C sources do when the word is in them. */
  private isElsewhere(name: string, file: SourceFile): boolean {
    return (
      this.offers.get(name)?.some((key) => key !== file.key) === true ||
      this.wordElsewhere(name) !== undefined
    );
  }

  /** A C source or linker script in which a word stands, comments aside. */
  wordElsewhere(word: string): string | undefined {
    return [...this.words].find(([, words]) => words.has(word))?.[0];
  }

  /** Names that sources offer to others, and which ones do. */
  private get offers(): ReadonlyMap<string, readonly string[]> {
    if (this.offered?.generation !== this.generation) {
      const names = new Map<string, string[]>();
      for (const { key, exports } of this.all) {
        for (const name of exports) names.set(name, [...(names.get(name) ?? []), key]);
      }
      this.offered = { generation: this.generation, names };
    }
    return this.offered.names;
  }
}

/** What cannot be read as a source is still looked at for words. */
function textOf(bytes: Uint8Array): string {
  try {
    return decodeSource(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Of C; what stands in strings may be assembly. */
const comments = /\/\*[^]*?\*\/|\/\/.*/g;

/** How many folders two files share, counted from the root; one more when they lie in the same. */
function commonFolders(one: string, other: string): number {
  const [a, b] = [one, other].map((key) => key.split('/').slice(0, -1));
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return shared === a.length && shared === b.length ? shared + 1 : shared;
}

const folderOf = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1);

const withSlash = (folder: string): string => (folder.endsWith('/') ? folder : folder + '/');

const sameInterface = (before: SourceFile, after: SourceFile): boolean =>
  interfaceOf(before) === interfaceOf(after);

const interfaceOf = (file: SourceFile): string => [...file.exports].sort().join(' ');
