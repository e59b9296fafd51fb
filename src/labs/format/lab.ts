import type { Check } from './check-kinds';
import type { Measure } from './measure-shape';

/** One way to run the machine: programs and options of a launch configuration, and how much it may do. */
export interface LabRun {
  /** Attributes of a launch configuration; paths are in the workspace. */
  readonly launch: Readonly<Record<string, unknown>>;
  /** Files of the kernel's sources that are replaced by files of the workspace; the kernel is then built. */
  readonly kernelFiles: Readonly<Record<string, string>>;
  readonly maxInstructions: number;
  /** Bytes of console output. */
  readonly maxOutput: number;
  /** Values that options take in turn: every combination is run. */
  readonly vary: Readonly<Record<string, readonly unknown[]>>;
  /** Options of which each submission gets a value of its own between two bounds, included; it follows from its name. */
  readonly perStudent: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
}

/** A question to be answered before one looks. */
export interface Prediction {
  readonly id: string;
  readonly question: string;
  readonly choices?: readonly string[];
  readonly answer: Measure;
  /** Why it is so; shown after the answer. */
  readonly because?: string;
}

/** A part of the instructions. */
export interface LabStep {
  readonly title: string;
  /** Markdown file in the lab's folder. */
  readonly text: string;
  readonly predictions: readonly Prediction[];
  /** Ids of the checks that show that it is done. */
  readonly checks: readonly string[];
}

/** A lab as its `lab.json` describes it. */
export interface Lab {
  /** The name of its folder. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Version of the product that it was written for. */
  readonly writtenFor: string;
  readonly minutes?: number;
  readonly goals: readonly string[];
  readonly needs: readonly Need[];
  /** Files that a student hands in, by their paths in the workspace. */
  readonly handIn: readonly string[];
  readonly runs: Readonly<Record<string, LabRun>>;
  readonly steps: readonly LabStep[];
  readonly checks: readonly LabCheck[];
}

export const needs = ['c-compiler'] as const;
export type Need = (typeof needs)[number];

/** What is to be checked, for how many points. */
export type LabCheck = Check & {
  readonly id: string;
  readonly name: string;
  readonly points: number;
  readonly hidden: boolean;
  readonly hint?: string;
  /** What is expected, in words; absent: as the expressions say it. */
  readonly expected?: string;
  /** Ids of checks without which this one says nothing. */
  readonly needs: readonly string[];
  /** Name of the run; the first one is meant where none is named. */
  readonly run: string;
};
