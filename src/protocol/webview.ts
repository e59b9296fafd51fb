import type { CustomRequest, PlaceBody } from './requests';

/** Requests that a webview may send on to the adapter: they only look. */
export const webviewRequests = [
  'trapframe/timeline',
  'trapframe/protocol',
  'trapframe/events',
  'trapframe/physicalMemory',
  'trapframe/transient',
] as const satisfies readonly CustomRequest[];
export type WebviewRequest = (typeof webviewRequests)[number];

/** What a webview says to the extension. */
export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly id: number; readonly request: WebviewRequest; readonly args: unknown }
  /** Open a place in the source; `focus`: and go there. */
  | { readonly type: 'open'; readonly place: PlaceBody; readonly focus: boolean }
  /** Show the page walk of an address as a process means it. */
  | { readonly type: 'walk'; readonly pid: number; readonly address: string }
  /** Take the machine to an instant. */
  | { readonly type: 'seek'; readonly instruction: number }
  | { readonly type: 'save'; readonly name: string; readonly text: string }
  | { readonly type: 'saveTrace' };

/** What the extension says to a webview. */
export type ToWebview =
  /** The machine moved, or another one is looked at (`session`); undefined: there is none. `isOver`: its session has ended, it can still be asked. */
  | { readonly type: 'changed'; readonly session: string | undefined; readonly isOver?: boolean }
  | { readonly type: 'answer'; readonly id: number; readonly body: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly message: string };
