/** What the extension asks whoever reads labs and runs their checks, and what it is told. No logic. */

/** A lab, as students see it. Paths are those of the host. */
export interface LabBody {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly minutes?: number;
  readonly goals: readonly string[];
  /** What must be installed for it, such as `c-compiler`. */
  readonly needs: readonly string[];
  readonly handIn: readonly string[];
  readonly runs: readonly string[];
  readonly steps: readonly LabStepBody[];
  /** Without the hidden ones. */
  readonly checks: readonly LabCheckBody[];
}

export interface LabStepBody {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly predictions: readonly PredictionBody[];
  readonly checks: readonly string[];
}

export interface PredictionBody {
  readonly id: string;
  readonly question: string;
  readonly choices?: readonly string[];
}

export interface LabCheckBody {
  readonly id: string;
  readonly name: string;
  readonly points: number;
}

/** What came of a check. */
export interface CheckedBody {
  readonly id: string;
  /** null: a check that it depends on failed. */
  readonly passed: boolean | null;
  readonly message: string;
  readonly failure?: {
    readonly expected: string;
    readonly actual: string;
    readonly hint?: string;
    /** The instant at which it went wrong, and the name of the recording in which it lies. */
    readonly at?: number;
    readonly recording?: string;
  };
}

/** A lab's folder, and that of the student's files. */
interface Place {
  readonly folder: string;
  readonly workspace: string;
}

/** `request -> [arguments, answer]` */
export interface LabRequests {
  lab: [{ readonly folder: string }, LabBody];
  /** `only`: ids of the checks that are wanted. */
  check: [
    Place & { readonly only?: readonly string[] },
    { readonly checks: readonly CheckedBody[]; readonly recordings: Readonly<Record<string, Uint8Array>> },
  ];
  /** What the run has, for a prediction that was made. */
  reveal: [
    Place & { readonly prediction: string; readonly answer: string },
    { readonly isRight: boolean; readonly value: string; readonly because?: string },
  ];
  /** A run as a launch configuration. */
  launch: [Place & { readonly run: string }, { readonly configuration: Readonly<Record<string, unknown>> }];
}

export type LabRequestName = keyof LabRequests;

export interface LabQuestion {
  readonly id: number;
  readonly request: LabRequestName;
  readonly args: LabRequests[LabRequestName][0];
}

export type LabReply = { readonly id: number } & (
  { readonly answer: LabRequests[LabRequestName][1] } | { readonly refused: string }
);

/** What the page of a lab says to the extension. */
export type FromLabPage =
  | { readonly type: 'ready' }
  | { readonly type: 'link'; readonly href: string }
  | { readonly type: 'step'; readonly step: number }
  | { readonly type: 'predict'; readonly prediction: string; readonly answer: string };

/** What it is to show. */
export interface ToLabPage {
  readonly title: string;
  readonly goals: readonly string[];
  /** Why something will not work here; absent: everything does. */
  readonly warning?: string;
  readonly steps: readonly { readonly title: string; readonly isDone: boolean }[];
  readonly step: number;
  /** HTML of the step, as the editor renders Markdown. */
  readonly html: string;
  readonly predictions: readonly (PredictionBody & {
    readonly made?: string;
    readonly outcome?: LabRequests['reveal'][1];
  })[];
  readonly checks: readonly (LabCheckBody & {
    readonly passed?: boolean | null;
    readonly message?: string;
  })[];
}
