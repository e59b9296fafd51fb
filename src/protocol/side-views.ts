import type {
  AddressSpaceBody,
  CpuBody,
  CsrBody,
  PageWalkBody,
  PlaceBody,
  RegisterBody,
  TrapCardBody,
  TrapTableEntryBody,
} from './requests';

// What the extension tells the webviews in the side bar to show, and what they ask it to do.

/** Why there is nothing else to show, or what is to be said above it. */
interface Said {
  readonly message?: string;
}

/** CPU: mode, pc and registers of the CPU that is looked at. */
export interface CpuView extends Said {
  readonly instant?: number;
  /** How fast Continue runs the machine, in words. */
  readonly speed?: string;
  readonly cpus: readonly (CpuBody & { readonly who: string })[];
  /** The one of them whose registers are shown. */
  readonly looked?: number;
  readonly registers: readonly RegisterBody[];
  /** Absent while it runs slowly. */
  readonly csrs?: readonly CsrBody[];
}

/** Trap: what hardware and kernel did at the trap because of which the process is in the kernel. */
export interface TrapView extends Said {
  readonly card?: NonNullable<TrapCardBody['card']>;
}

/** Trap table: every cause, its handler, and where the machine is to stop. */
export interface TrapTableView extends Said {
  readonly entries: readonly (TrapTableEntryBody & { readonly stops: boolean })[];
}

/** A page walk that somebody asked for, in one address space or in two. */
export interface AskedWalk {
  /** As it was asked for. */
  readonly text: string;
  readonly walks: readonly {
    readonly pid?: number;
    readonly walk?: PageWalkBody;
    readonly refusal?: string;
  }[];
}

/** Address space: the regions of a process, alone or beside another, and page walks. */
export interface AddressSpaceView extends Said {
  readonly spaces: readonly AddressSpaceBody[];
  /** It stays in view whichever frame is selected. */
  readonly isPinned: boolean;
  readonly walks: readonly AskedWalk[];
}

export interface SideViews {
  cpu: CpuView;
  trapCard: TrapView;
  addressSpace: AddressSpaceView;
  trapTable: TrapTableView;
}
export type SideViewName = keyof SideViews;

/** What a webview in the side bar says to the extension. */
export type FromSideView =
  | { readonly type: 'ready' }
  | { readonly type: 'open'; readonly place: PlaceBody }
  /** The machine is to stop, or no longer, at traps of a cause. */
  | { readonly type: 'stopAt'; readonly cause: number; readonly interrupt: boolean; readonly stops: boolean }
  /** Ask for an address, or walk this one. */
  | { readonly type: 'walk'; readonly address?: string }
  | { readonly type: 'forgetWalk'; readonly text: string }
  | { readonly type: 'showMap' }
  /** Show a term in the glossary. */
  | { readonly type: 'term'; readonly term: string };

/** What the extension says to it. */
export interface ToSideView<V extends SideViewName = SideViewName> {
  readonly type: 'show';
  readonly view: SideViews[V];
  /** The session, so that what changed within it can be told from what is new. */
  readonly session: string | undefined;
  /** The same for all that is shown of one stop. */
  readonly moment?: string;
}
