import type { EventKind, TimelineEvent } from './event';
import { HARDWARE } from './trap-settings';

/** Who does something in the protocol of limited direct execution. */
export type Actor = 'os' | 'hardware' | 'program';

export interface ProtocolStep {
  readonly actor: Actor;
  readonly words: string;
}

/** The two parts of the lecture's table: what is done once, and what is done to run programs. */
export type ProtocolPart = 'boot' | 'run';

/**
 * Tells a run as the lecture's table of limited direct execution does: step by step, who does what. What this machine's
 * hardware leaves to the kernel, such as saving the registers, stands under the kernel.
 */
export class Protocol {
  /** Names of processes, as the kernel gave them. */
  private readonly names = new Map<number, string>();
  /** The part that the last event belongs to. */
  private current: ProtocolPart = 'boot';
  /** The path of the program that is being loaded. */
  private loading: string | undefined;
  private tellsSteps = false;

  get part(): ProtocolPart {
    return this.current;
  }

  /** As much as is known now, to begin from here once more. */
  copy(): Protocol {
    const copy = new Protocol();
    for (const [pid, name] of this.names) copy.names.set(pid, name);
    copy.current = this.current;
    copy.loading = this.loading;
    copy.tellsSteps = this.tellsSteps;
    return copy;
  }

  /** Every event must be told, before its steps are asked for: later ones are told in words of earlier ones. */
  learn({ kind, pid, detail }: TimelineEvent): void {
    if (this.current === 'boot' && !bootKinds.includes(kind)) this.current = 'run';
    if (kind === 'process') this.tellsSteps = true;
    else if (kind === 'load') this.loading = /^(.*) is loaded for /.exec(detail)?.[1];
    else if (kind === 'switch' && pid !== null) {
      const name = /^(.*) \(\d+\) gets the CPU$/.exec(detail)?.[1];
      if (name !== undefined) this.names.set(pid, name);
    }
  }

  /** Who does what in an event that has been learnt. */
  steps(event: TimelineEvent): ProtocolStep[] {
    const { kind, detail, pid, from, to } = event;
    const os = (words: string): ProtocolStep => ({ actor: 'os', words });
    const hardware = (words: string): ProtocolStep => ({ actor: 'hardware', words });
    const program = (words: string): ProtocolStep => ({
      actor: 'program',
      words: `${this.nameOf(pid)}: ${words}`,
    });
    switch (kind) {
      case 'boot':
        if (from !== to) return [os(detail), hardware(`goes to ${to} mode`)];
        if (detail.startsWith(HARDWARE)) return [hardware(detail.slice(HARDWARE.length))];
        return from === 'machine' ? [hardware(detail)] : [os(detail)];
      case 'process':
        return [os(detail.replace('the program into', () => `${this.loading ?? 'the program'} into`))];
      case 'load':
        // Kernels that tell the steps of it tell this among them.
        return this.tellsSteps ? [] : [os(detail)];
      case 'trap':
      case 'exception':
      case 'interrupt': {
        const [what, pc] = partsOf(detail);
        const enter = hardware(
          `${kind === 'trap' ? '' : `${what}: `}saves pc ${pc} and the cause; goes to ${to} mode; jumps to the trap vector`,
        );
        const asked = what.replace(/^System call: /, '');
        const handle = os(`${from === to ? '' : 'saves the registers; '}handles ${asked}`);
        const asks = kind === 'trap' || (kind === 'exception' && from === 'user');
        return asks
          ? [program(kind === 'trap' ? `traps into the OS: ${asked}` : what), enter, handle]
          : [enter, handle];
      }
      case 'return':
        return [
          os(`${to === 'user' ? 'restores the registers; ' : ''}returns from the trap`),
          hardware(`goes to ${to} mode; jumps ${detail.replace(/, a0 = .*$/, '')}`),
          ...(pid === null
            ? []
            : [program(`runs${/, (a0 = .*)$/.exec(detail)?.[1].replace(/^/, ' with ') ?? ''}`)]),
        ];
      case 'switch':
        return [os(`${detail}: ${detail.endsWith('gets the CPU') ? TAKEN : SAVED}`)];
      case 'halt':
        return [hardware(detail)];
      case 'console':
        return [os(`prints ${detail}`)];
      case 'state':
      case 'exit':
      case 'killed':
      case 'panic':
        return [os(detail)];
    }
  }

  private nameOf(pid: number | null): string {
    const name = pid === null ? undefined : this.names.get(pid);
    return pid === null ? 'the program' : name === undefined ? `process ${pid}` : `${name} (${pid})`;
  }
}

/** What a context switch does with the kernel's side of a process. */
const TAKEN = 'takes its kernel registers and kernel stack';
const SAVED = 'saves its kernel registers in the process list';

/** Until the first program is loaded. */
const bootKinds: readonly EventKind[] = ['boot', 'console', 'interrupt'];

/** A trap's words, and the pc that it interrupted. */
function partsOf(detail: string): [string, string] {
  const at = detail.lastIndexOf(', pc ');
  return at < 0 ? [detail, ''] : [detail.slice(0, at), detail.slice(at + 5)];
}
