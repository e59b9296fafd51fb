import packageJson from '../../package.json';
import { UserError } from '../base/errors';
import { fileLimits } from '../base/file-limits';
import type { Booted } from '../debug/launch/boot';
import { sizeOf, type Journal } from '../debug/launch/journal';
import type { Launch } from '../debug/launch/validate';
import { writeRecording, type Fed } from '../debug/time/recording-file';
import type { Arrival, ConsoleInput } from '../machine/types';
import type { Surroundings } from './command';

const MEBI = 2 ** 20;
/** Bytes of console input that a recording holds. Input may be endless, and all of it is kept until the recording is written. */
const MOST_INPUT = 256 * MEBI;
/** Bytes that a piece of input takes beside its contents. */
export const PIECE = 256;
/** Bytes for where and when each of as many pieces as may come stands. */
const PLACES = 64 * MEBI;
/** Bytes of programs, kernel and disk: with as much input as may come, the recording can still be read again. */
const MOST_FILES = fileLimits.recording.most - MOST_INPUT - PLACES;

/** What is asked for: where a run is written down, and how it was launched. */
export interface Recording {
  readonly file: string;
  readonly launch: Launch;
  readonly isTyped: boolean;
  readonly journal: Journal;
}

/**
 * A run that is being written down. With more input than a recording holds, the recording ends before the piece that would be too
 * much, is written there and then, and the run goes on.
 */
export class RunRecorder {
  private fed: Fed[] = [];
  private typed: Arrival[] = [];
  private size = 0;
  /** Once it has ended: the file is being written. */
  private writing: Promise<void> | undefined;

  /**
   * @param mostInput bytes; another number for specs
   * @throws UserError when what the run was launched with is too large for a recording
   */
  constructor(
    private readonly recording: Recording,
    private readonly around: Surroundings,
    private readonly mostInput = MOST_INPUT,
  ) {
    const size = sizeOf(recording.journal);
    if (size <= MOST_FILES) return;
    throw new UserError(
      `--record: programs, kernel and disk of this run have ${Math.ceil(size / MEBI)} MiB; a recording holds ${MOST_FILES / MEBI} MiB of them`,
    );
  }

  /** The same input; what comes in there is noted. */
  noting(booted: Booted): ConsoleInput {
    const { machine } = booted;
    const { input } = machine;
    const note = (length: number, add: (at: number) => void): void => {
      if (this.writing) return;
      this.size += length;
      if (this.size > this.mostInput) this.cut(booted);
      else add(machine.instant);
    };
    const noteFed = (bytes: Uint8Array, isEnd: boolean): void =>
      note(bytes.length + PIECE, (at) => this.fed.push({ at, bytes, isEnd }));
    return {
      type: (bytes) => {
        note(bytes.length * PIECE, (at) => {
          for (const byte of bytes) this.typed.push({ at, byte });
        });
        input.type(bytes);
      },
      get log(): readonly Arrival[] {
        return input.log;
      },
      replay: (log) => input.replay(log),
      feed(bytes) {
        noteFed(bytes, false);
        input.feed(bytes);
      },
      feedEnd(bytes) {
        noteFed(bytes, true);
        input.feedEnd(bytes);
      },
      get open() {
        return input.open;
      },
      set open(open) {
        input.open = open;
      },
      get pending() {
        return input.pending;
      },
      get keeps() {
        return input.keeps;
      },
      set keeps(keeps) {
        input.keeps = keeps;
      },
    };
  }

  /** The run is over. Resolves when the recording is in its file. @throws UserError when it cannot be written */
  async finish(booted: Booted, isAbandoned: boolean): Promise<void> {
    await (this.writing ?? this.write(booted, isAbandoned));
  }

  /** The recording ends here, as that of a run which somebody has interrupted. */
  private cut(booted: Booted): void {
    this.around.say(
      `trapframe: the recording ends here, after ${booted.machine.instant} instructions: a recording holds ` +
        `${this.mostInput / MEBI} MiB of console input, and there is more. The run goes on`,
    );
    this.writing = this.write(booted, true);
    // Who waits for it at the end of the run is told.
    this.writing.catch(() => undefined);
    this.fed = [];
    this.typed = [];
  }

  private async write({ machine }: Booted, isAbandoned: boolean): Promise<void> {
    const { file, ...recording } = this.recording;
    const bytes = writeRecording(
      {
        ...recording,
        fed: this.fed,
        typed: this.typed,
        edits: [],
        bookmarks: [],
        end: machine.instant,
        hash: machine.hash(),
        isAbandoned,
      },
      packageJson.version,
    );
    await this.around.writeFile(file, await bytes);
  }
}
