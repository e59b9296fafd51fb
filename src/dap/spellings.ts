import type { Debugger } from '../debug/debugger';
import { baseName } from '../debug/symbols/source-paths';
import type { Host } from '../host/host';

/** Files of debug information that links are looked for of, when no name tells which is meant. */
const MOST_FILES = 5000;

/**
 * Finds out which files of the debug information a client means where links, or a file system that does not tell upper from
 * lower case, give one file several paths. What a name alone tells is not asked for: most requests need not wait.
 */
export class Spellings {
  private known: Debugger | undefined;
  private settled = new Map<string, Promise<void> | 'settled'>();
  private real = new Map<string, Promise<string | undefined>>();

  constructor(
    private readonly host: Host,
    private readonly target: () => Debugger | undefined,
  ) {}

  /** Does something with a path of the client as soon as it is known which files it stands for. */
  use<T>(path: string, action: () => T): T | Promise<T> {
    const state = this.settle(path);
    return state === 'settled' ? action() : state.then(action);
  }

  private settle(path: string): Promise<void> | 'settled' {
    const target = this.target();
    if (!target || path === '') return 'settled';
    if (this.known !== target) {
      this.known = target;
      this.settled = new Map();
      this.real = new Map();
    }
    const known = this.settled.get(path);
    if (known !== undefined) return known;
    const isSame = target.paths.sameAs(path);
    const files = new Set(target.system.images.flatMap((image) => image.debug.lines.files));
    const own = lower(baseName(path));
    const same: string[] = [];
    const alike: string[] = [];
    for (const file of files) {
      if (isSame(file)) same.push(file);
      else if (lower(baseName(file)) === own) alike.push(file);
    }
    const isClear = same.length > 0 && alike.length === 0;
    const state = isClear
      ? 'settled'
      : this.look(target, path, alike, same.length > 0 ? [] : [...files]).then(() => {
          this.settled.set(path, 'settled');
        });
    this.settled.set(path, state);
    return state;
  }

  /** @param others looked through when none of those of that name is it */
  private async look(
    target: Debugger,
    path: string,
    alike: readonly string[],
    others: readonly string[],
  ): Promise<void> {
    const real = await this.realPath(path);
    if (real === undefined) return;
    let found = await this.leadingTo(target, real, alike);
    if (found.length === 0) found = await this.leadingTo(target, real, others.slice(0, MOST_FILES));
    for (const file of found) target.paths.know(path, file);
  }

  private async leadingTo(target: Debugger, real: string, files: readonly string[]): Promise<string[]> {
    const paths = await Promise.all(files.map((file) => this.realPath(target.paths.toUser(file))));
    return files.filter((_, index) => paths[index] === real);
  }

  private realPath(path: string): Promise<string | undefined> {
    let found = this.real.get(path);
    if (!found) this.real.set(path, (found = this.host.files.realPath(path).catch(() => undefined)));
    return found;
  }
}

const lower = (name: string): string => name.toLowerCase();
