/** As much of the Debug Adapter Protocol's message frame as the extension looks at. */
export type Message = RequestMessage | ResponseMessage | EventMessage;

export interface RequestMessage {
  seq: number;
  type: 'request';
  command: string;
  arguments?: unknown;
}
export interface ResponseMessage {
  seq: number;
  type: 'response';
  request_seq: number;
  success: boolean;
  command: string;
  message?: string;
  body?: unknown;
}
export interface EventMessage {
  seq: number;
  type: 'event';
  event: string;
  body?: unknown;
}

/** The body of an `output` event. */
export interface OutputBody {
  category?: string;
  output: string;
  /** `isOfScreen`: it is about text that cannot be taken back, where nobody shows `trapframe/screen`. */
  data?: { readonly isOfScreen?: boolean };
}
