import type { Nothing } from './code';

// Who has which memory, virtual and physical.

/** Body of `trapframe/addressSpace` `{pid}`: what is where for a process, by ascending address. */
export interface AddressSpaceBody {
  pid: number;
  name: string;
  /** The register that makes it current, `0x...`, and the root page table in it. */
  satp: string;
  root?: string;
  regions: RegionBody[];
  /** The argument vector that the process began with, on its stack. */
  arguments?: { argc: number; argv: string; texts: { address: string; text: string }[] };
  /** Why not everything is shown. */
  message?: string;
}

export interface RegionBody {
  kind:
    | 'code'
    | 'constants'
    | 'data'
    | 'heap'
    /** With no frames: what the stack may still grow into, by page faults that are no errors. */
    | 'stack'
    /** Not mapped, or not for the program, so that an overflow of the stack above is a fault. */
    | 'guard'
    | 'trapFrame'
    | 'trampoline'
    | 'kernel'
    | 'device'
    | 'other';
  /** `0x...`; `end` is behind the last byte. */
  start: string;
  end: string;
  size: number;
  /** `rw-`; empty where nothing is mapped. */
  permissions: string;
  /** The program may use it (U = 1); else the kernel only. */
  isUsers: boolean;
  /** It may be written, but each page is copied first (a page fault that is no error): other processes may have the same page. */
  copyOnWrite?: true;
  /** Pages of 4 KiB of physical memory behind it. */
  frames: number;
  /** Where its first page is in physical memory, `0x...`. */
  physical?: string;
}

/** Body of `trapframe/pageWalk` `{pid, address}`; without `pid`: in the address space of the CPU whose turn it is. */
export interface PageWalkBody {
  pid?: number;
  address: string;
  satp: string;
  /** Absent with translation off. */
  root?: string;
  /** The entries that are looked at, from the root on. */
  levels: {
    /** 2 (the root) to 0. */
    level: number;
    /** Physical addresses, `0x...`. */
    table: string;
    entryAddress: string;
    /** Of the entry in its table. */
    index: number;
    entry: string;
    /** `VRWXUGAD`, with `-` for a bit that is 0. */
    bits: string;
    /** The same in words. */
    words: string;
  }[];
  physical?: string;
  /** Bytes of the page: 4 KiB, 2 MiB or 1 GiB. */
  pageSize?: number;
  /** Why there is no translation. */
  failure?: string;
  /** The bits of sstatus that permissions depend on, as they are now. */
  sum: boolean;
  mxr: boolean;
  /** Each kind of access from each mode: what the hardware would say. */
  accesses: {
    mode: 'user' | 'kernel';
    access: 'read' | 'write' | 'execute';
    allowed: boolean;
    why?: string;
  }[];
}

/** Body of `trapframe/physicalMemory`: all of the RAM, and the devices, by ascending address. */
export interface PhysicalMemoryBody {
  ram: { start: string; end: string };
  /** With caches: the pages that have lines in them; a bit for each line of 64 bytes, the first one lowest, as `0x...`. */
  cached?: { start: string; first: string; second: string }[];
  ranges: {
    owner:
      | 'kernelImage'
      | 'kernelStack'
      /** Taken from the kernel's page allocator, and by nobody else than the kernel itself. */
      | 'kernelHeap'
      | 'pageTable'
      | 'process'
      | 'free'
      | 'initrd'
      | 'deviceTree'
      | 'device'
      /** Nothing says whether it is used, or for what. */
      | 'other';
    start: string;
    end: string;
    size: number;
    /** Whose page, page table or kernel stack. A page that several processes have is the last one's. */
    pid?: number;
    /** Of a device; of the process. */
    name?: string;
    /** What the process, or the kernel's image, has there. */
    kind?: RegionBody['kind'];
    /** `0x...`: where the process has its first byte; the others follow. */
    address?: string;
    /** How many processes have it, where there are several: copy on write. `pid` is one of them. */
    sharing?: number;
  }[];
  /** The RAM's frames (4 KiB each) by owner; `pid` for processes, their page tables and kernel stacks. */
  frames: {
    owner: PhysicalMemoryBody['ranges'][number]['owner'];
    pid?: number;
    name?: string;
    frames: number;
    /** Of a process: how many more it has together with others, and are counted for another. */
    shared?: number;
  }[];
  /** Why owners are not known. */
  message?: string;
}

/** `command -> [arguments, body]` */
export interface MemoryRequests {
  'trapframe/addressSpace': [{ pid: number }, AddressSpaceBody];
  'trapframe/pageWalk': [{ pid?: number; address: string | number }, PageWalkBody];
  'trapframe/physicalMemory': [Nothing, PhysicalMemoryBody];
}
