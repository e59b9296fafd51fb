/** Processes whose names are known at once: a machine that makes ever more of them must not make this grow. */
const MOST = 1024;

/** What processes are called, by pid: of the newest, and of those that were told of last. */
export class ProcessNames {
  private names = new Map<number, string>();
  /** Somebody keeps `names` as they are. */
  private isShared = false;

  get(pid: number): string | undefined {
    return this.names.get(pid);
  }

  get size(): number {
    return this.names.size;
  }

  set(pid: number, name: string): void {
    if (this.names.get(pid) === name) return;
    if (this.isShared) {
      this.names = new Map(this.names);
      this.isShared = false;
    }
    // The one that is known longest goes first: a process that runs is told of again.
    this.names.delete(pid);
    this.names.set(pid, name);
    if (this.names.size > MOST) this.names.delete(this.names.keys().next().value!);
  }

  save(): ReadonlyMap<number, string> {
    this.isShared = true;
    return this.names;
  }

  restore(names: ReadonlyMap<number, string>): void {
    this.names = names as Map<number, string>;
    this.isShared = true;
  }
}
