import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Table } from '../../src/debug/kernels/tables';
import type { Structure } from '../../src/debug/kernels/structure';
import { AddressSpace } from '../../src/debug/memory/address-space';
import { Image } from '../../src/debug/symbols/image';
import type { Machine } from '../../src/machine/types';
import { readElf } from '../../src/toolchain/elf/read';
import { testedKernel } from './images';

const PAGE = 4096;
/** What the user's part of an address space is: kernel/layout.h. */
const USER_BASE = 0x1000;
const USER_TOP = 0x2000000;
const STACK_BOTTOM = USER_TOP - 64 * 1024;
const MEGAPAGE = 0x200000;
const NFILES = 16;
const KERNEL_STACK = 8192;
const [V, W, X, U] = [1n, 4n, 8n, 16n];
const LEAF = 2n | W | X;
const COW = 256n;

let kernel: Image | undefined;
const image = (): Image => {
  const name = testedKernel();
  return (kernel ??= new Image('kernel', 'kernel', readElf(readFileSync(name), name)));
};

/**
 * Compares what the kernel has written down, at an instant at which a program runs or all have ended: each page of memory has
 * exactly one owner (a page table, a process, a pipe, the free list), page tables map what they should and nothing else, files
 * are counted right, and the process table makes sense. Asks the memory itself, and no function of the kernel.
 * @param areAtWork processes may wait for the disk in the middle of opening or closing a file
 * @returns how many processes there are that have not ended
 */
export function checkKernel(machine: Machine, areAtWork = false): number {
  return new Checker(machine, areAtWork).check();
}

/** Whether no CPU works in the kernel: else it may be in the middle of a change. */
export function kernelIsFree(machine: Machine): boolean {
  const lock = new Table(image(), 'kernel_lock', new AddressSpace(machine, 0n)).entry(0)!;
  return lock.number('taken') === 0n;
}

class Checker {
  private readonly space: AddressSpace;
  /** Whose each page is, by physical address. */
  private readonly owners = new Map<number, string>();
  /** How many processes have a page of a program. */
  private readonly sharing = new Map<number, number>();
  private readonly processes: { readonly index: number; readonly entry: Structure }[] = [];

  constructor(
    private readonly machine: Machine,
    private readonly areAtWork: boolean,
  ) {
    this.space = new AddressSpace(machine, 0n);
    const table = new Table(image(), 'process_table', this.space);
    for (let index = 0; index < table.count; index++) {
      this.processes.push({ index, entry: table.entry(index)! });
    }
  }

  check(): number {
    this.processTable();
    this.kernelTables();
    for (const { entry } of this.processes) this.addressSpace(entry);
    this.files();
    this.buffers();
    this.pages();
    return this.live().length;
  }

  private live() {
    return this.processes.filter(({ entry }) => !['UNUSED', 'ZOMBIE'].includes(stateOf(entry)));
  }

  private processTable(): void {
    const used = this.processes.filter(({ entry }) => stateOf(entry) !== 'UNUSED');
    const pids = used.map(({ entry }) => entry.number('pid')!);
    assert.equal(new Set(pids).size, pids.length, 'each pid is there once');
    assert.equal(this.global('live_processes'), BigInt(this.live().length), 'live processes are counted');
    const running = used
      .filter(({ entry }) => stateOf(entry) === 'RUNNING')
      .map(({ entry }) => entry.address);
    const cpus = new Table(image(), 'cpus', this.space);
    const current = this.machine.harts.map(({ id }) => cpus.pointer(id, 'current')!).filter(Boolean);
    assert.deepEqual(running.sort(), current.sort(), 'who runs is who has a CPU');
    let sleepers = 0n;
    for (const { entry } of used) {
      const [state, channel] = [stateOf(entry), entry.number('channel')!];
      const waits = state === 'BLOCKED' || state === 'NEW';
      assert.equal(channel !== 0n, waits, `pid ${entry.number('pid')} is ${state} with channel ${channel}`);
      if (channel === entry.addressOf('wake_tick')) sleepers++;
      const parent = entry.number('parent')!;
      const alive = used.some((other) => other.entry.address === parent && stateOf(other.entry) !== 'ZOMBIE');
      assert.ok(parent === 0n || alive, `the parent of pid ${entry.number('pid')} lives`);
      assert.equal(entry.number('page_table') === 0n, state === 'ZOMBIE', `memory of a ${state}`);
      const isOrphan = parent === 0n && entry.number('owner') !== entry.number('pid');
      assert.ok(!(isOrphan && state === 'ZOMBIE'), 'an orphan that has ended is forgotten');
    }
    assert.equal(this.global('sleepers'), sleepers, 'sleepers are counted');
  }

  /** The kernel's own page table: nothing in it is a user's, and no guard page is mapped. */
  private kernelTables(): void {
    const root = Number(this.global('kernel_page_table'));
    this.claim(root, 'kernel page table');
    const visit = (table: number, level: number): void => {
      for (const entry of this.table(table)) {
        if (!(entry & V)) continue;
        if (entry & LEAF) assert.equal(entry & U, 0n, 'a page of the kernel is a user’s');
        else {
          assert.ok(level > 0, 'a leaf has no permissions');
          this.claim(target(entry), 'kernel page table');
          visit(target(entry), level - 1);
        }
      }
    };
    visit(root, 2);
    const satp = (8n << 60n) | BigInt(root / PAGE);
    for (const { index } of this.processes) {
      const piece = this.address('kernel_stacks') + BigInt(index * 2 * KERNEL_STACK);
      for (let at = 0; at < 2 * KERNEL_STACK; at += PAGE) {
        const isMapped = this.machine.walk(satp, piece + BigInt(at)).leaf !== undefined;
        const isGate = at === 0 && this.isIsolated();
        assert.equal(isMapped, at >= KERNEL_STACK || isGate, 'half of it is the guard of a kernel stack');
      }
    }
  }

  /** What belongs to one process alone, and that the rest is the kernel's. */
  private addressSpace(entry: Structure): void {
    const root = Number(entry.number('page_table')!);
    const owner = `pid ${entry.number('pid')}`;
    if (root === 0) return;
    this.claim(root, owner);
    const kernelRoot = this.table(Number(this.global('kernel_page_table')));
    const [first, ...others] = this.table(root);
    const twin = others.pop()!;
    assert.deepEqual(others, [...kernelRoot.slice(1, -1)], `${owner}: the kernel’s part of its page table`);
    this.claim(target(first), owner);
    const low = this.table(target(first));
    const users = USER_TOP / MEGAPAGE;
    const devices = this.table(target(kernelRoot[0])).slice(users);
    assert.deepEqual(low.slice(users), devices, `${owner}: the devices in its page table`);
    this.isolated(entry, owner, twin, low);
    low.slice(0, users).forEach((pointer, index) => {
      if (!(pointer & V)) return;
      assert.equal(pointer & LEAF, 0n, `${owner}: a megapage`);
      this.claim(target(pointer), owner);
      this.table(target(pointer)).forEach((leaf, page) => {
        if (leaf & V) this.userPage(entry, owner, index * MEGAPAGE + page * PAGE, leaf);
      });
    });
  }

  /** The page table that the program runs with: its own pages, the trampoline and its gate, and nothing else. */
  private isolated(entry: Structure, owner: string, twin: bigint, low: BigUint64Array): void {
    const root = Number(entry.number('user_page_table')!);
    assert.equal(twin & V, 0n, `${owner}: what is for the kernel alone looks like an entry`);
    assert.equal(target(twin), root, `${owner}: both know the other page table`);
    assert.equal(root !== 0, this.isIsolated(), `${owner}: a page table of its program’s own`);
    if (root === 0) return;
    this.claim(root, owner);
    const [first, ...others] = this.table(root);
    this.claim(target(first), owner);
    const users = USER_TOP / MEGAPAGE;
    const own = this.table(target(first));
    assert.deepEqual(own.slice(0, users), low.slice(0, users), `${owner}: its part is the same in both`);
    assert.ok(
      own.slice(users).every((one) => one === 0n),
      `${owner}: its program has devices`,
    );
    const mapped: bigint[] = [];
    const visit = (table: number, level: number, base: bigint): void => {
      this.claim(table, owner);
      this.table(table).forEach((one, index) => {
        const address = base + BigInt(index) * (BigInt(PAGE) << BigInt(9 * level));
        if (!(one & V)) return;
        if (!(one & LEAF)) return visit(target(one), level - 1, address);
        assert.equal(one & U, 0n, `${owner}: a page of the kernel is its program’s`);
        assert.equal(BigInt(target(one)), address, `${owner}: a page of the kernel is elsewhere`);
        mapped.push(address);
      });
    };
    others.forEach((one, index) => {
      if (one & V) visit(target(one), 1, BigInt(index + 1) << 30n);
    });
    const slot = this.processes.findIndex((one) => one.entry.address === entry.address);
    const gate = this.address('kernel_stacks') + BigInt(slot * 2 * KERNEL_STACK);
    assert.deepEqual(mapped, [this.address('trampoline_vector'), gate], `${owner}: of the kernel it has`);
    assert.equal(entry.number('trap_frame'), gate, `${owner}: its trap frame is in its gate`);
  }

  private isIsolated(): boolean {
    return this.space.readNumber(this.address('isolation_is_on'), 1) === 1n;
  }

  private userPage(entry: Structure, owner: string, address: number, leaf: bigint): void {
    const where = `${owner}: 0x${address.toString(16)}`;
    const heapEnd = Number(entry.number('heap_end')!);
    assert.ok(leaf & U && leaf & LEAF, `${where} is not the user’s`);
    const inProgram = address >= USER_BASE && address < Math.ceil(heapEnd / PAGE) * PAGE;
    assert.ok(
      inProgram || address >= STACK_BOTTOM,
      `${where} is mapped, and is neither program, heap nor stack`,
    );
    const page = target(leaf);
    const others = this.sharing.get(page) ?? 0;
    if (others === 0) this.claim(page, 'a program');
    this.sharing.set(page, others + 1);
    const more = this.shares(page);
    assert.ok(more === 0 || !(leaf & W), `${where} is shared and can be written`);
    assert.ok(!(leaf & COW) || !(leaf & W), `${where} is copied on write and can be written`);
  }

  /** How many owners a page has beside the first, as the kernel counts them. */
  private shares(page: number): number {
    const first = Math.ceil(Number(this.address('kernel_end')) / PAGE) * PAGE;
    return Number(this.space.readNumber(this.global('shares') + BigInt((page - first) / PAGE), 1)!);
  }

  /** Each open file has as many references as there are descriptors for it; each pipe is one page. */
  private files(): void {
    const table = new Table(image(), 'file_table', this.space);
    const descriptors = new Map<bigint, bigint>();
    for (const { entry } of this.processes) {
      for (let i = 0; i < NFILES; i++) {
        const file = this.space.readNumber(entry.addressOf('files')! + BigInt(8 * i), 8)!;
        if (file === 0n) continue;
        assert.ok(!['UNUSED', 'ZOMBIE'].includes(stateOf(entry)), 'who has ended has no open files');
        descriptors.set(file, (descriptors.get(file) ?? 0n) + 1n);
      }
    }
    const pipes = new Set<number>();
    for (let index = 0; index < table.count; index++) {
      const references = this.space.readNumber(table.addressOf(index) + 8n, 4)!;
      const address = table.addressOf(index);
      const known = descriptors.get(address) ?? 0n;
      if (references !== known + 1n || !this.areAtWork)
        assert.equal(references, known, `references of open file ${index}`);
      descriptors.delete(address);
      if (references === 0n) continue;
      const pipe = table.entry(index)!.number('pipe')!;
      if (pipe !== 0n) pipes.add(Number(pipe));
    }
    assert.equal(descriptors.size, 0, 'a descriptor stands for no entry of the file table');
    for (const pipe of pipes) this.claim(pipe, 'pipe');
  }

  /** The pages in which blocks of the disk are kept. */
  private buffers(): void {
    const table = new Table(image(), 'buffers', this.space);
    for (let index = 0; index < table.count; index++) {
      const page = Number(table.entry(index)!.number('data')!);
      if (page !== 0) this.claim(page, 'buffer');
    }
  }

  /** Every page that was ever handed out has an owner, or is free. */
  private pages(): void {
    let free = 0;
    for (let page = Number(this.global('free_list')); page !== 0; free++) {
      this.claim(page, 'free');
      page = Number(this.space.readNumber(BigInt(page), 8)!);
    }
    const first = Math.ceil(Number(this.address('kernel_end')) / PAGE) * PAGE;
    const untouched = Number(this.global('untouched'));
    const end = this.machine.ram.base + this.machine.ram.size;
    const shares = Number(this.global('shares'));
    for (let page = shares; page < shares + (end - first) / PAGE; page += PAGE) this.claim(page, 'shares');
    for (const page of this.owners.keys()) {
      const sharing = this.sharing.get(page) ?? 1;
      assert.equal(this.shares(page), sharing - 1, `owners of page 0x${page.toString(16)} are counted`);
    }
    let reservedAhead = 0;
    for (let page = first; page < end; page += PAGE) {
      const isReserved = this.isReserved(page);
      if (page >= untouched) reservedAhead += isReserved ? 1 : 0;
      else {
        const owner = this.owners.get(page);
        assert.equal(owner === undefined, isReserved, `page 0x${page.toString(16)} is lost, or ${owner}’s`);
      }
    }
    const never = (end - untouched) / PAGE - reservedAhead;
    assert.equal(this.global('pages_free'), BigInt(free + never), 'free pages are counted');
  }

  private isReserved(page: number): boolean {
    return this.reservedRanges().some(([start, end]) => page + PAGE > start && page < end);
  }

  private reserved: readonly (readonly [number, number])[] | undefined;
  private reservedRanges() {
    const facts = new Table(image(), 'machine', this.space).entry(0)!;
    return (this.reserved ??= (['initrd', 'device_tree'] as const).map(
      (what) => [Number(facts.number(`${what}_start`)!), Number(facts.number(`${what}_end`)!)] as const,
    ));
  }

  private claim(page: number, owner: string): void {
    assert.equal(page % PAGE, 0, `${owner}: no page begins at 0x${page.toString(16)}`);
    const other = this.owners.get(page);
    assert.equal(other, undefined, `page 0x${page.toString(16)} is ${owner}’s and ${other}’s`);
    this.owners.set(page, owner);
  }

  private table(address: number): BigUint64Array<ArrayBuffer> {
    const bytes = this.machine.readPhysical(address, PAGE);
    assert.ok(bytes, `0x${address.toString(16)} is no memory`);
    return new BigUint64Array(bytes.slice().buffer);
  }

  private address(symbol: string): bigint {
    return image().symbols.named(symbol)!.address;
  }

  private global(symbol: string): bigint {
    const variable = image().global(symbol)!;
    const size = symbol === 'live_processes' || symbol === 'sleepers' ? 4 : 8;
    return this.space.readNumber(variable.address, size)!;
  }
}

const stateOf = (entry: Structure): string => entry.enumerator('state')!;
const target = (entry: bigint): number => Number(((entry >> 10n) & 0xfffffffffffn) << 12n);
