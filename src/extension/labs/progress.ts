import * as vscode from 'vscode';
import type { CheckedBody, LabRequests } from '../../protocol/labs';
import type { OpenedLab } from './opened';

/** A prediction that was made, and what came of it. */
export interface Made {
  readonly answer: string;
  readonly outcome: LabRequests['reveal'][1];
}

interface Kept {
  readonly step: number;
  readonly checks: Readonly<Record<string, Pick<CheckedBody, 'passed' | 'message'>>>;
  readonly predictions: Readonly<Record<string, Made>>;
}

const NOTHING: Kept = { step: 0, checks: {}, predictions: {} };

/** How far a student has come in each lab; it is kept from window to window. */
export class Progress implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<OpenedLab>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {}

  dispose(): void {
    this.changed.dispose();
  }

  of({ workspace }: OpenedLab): Kept {
    return this.memory.get<Kept>(`lab ${workspace.toString()}`) ?? NOTHING;
  }

  stepTo(lab: OpenedLab, step: number): Promise<void> {
    return this.keep(lab, { step });
  }

  checked(lab: OpenedLab, results: readonly CheckedBody[]): Promise<void> {
    const news = results.map(({ id, passed, message }) => [id, { passed, message }] as const);
    return this.keep(lab, { checks: { ...this.of(lab).checks, ...Object.fromEntries(news) } });
  }

  predicted(lab: OpenedLab, prediction: string, made: Made): Promise<void> {
    return this.keep(lab, { predictions: { ...this.of(lab).predictions, [prediction]: made } });
  }

  /** A step is done when its predictions are made and its checks have passed. */
  isDone(lab: OpenedLab, index: number): boolean {
    const { checks, predictions } = this.of(lab);
    const step = lab.lab.steps[index];
    const hasWork = step.checks.length + step.predictions.length > 0;
    return (
      hasWork &&
      step.checks.every((id) => checks[id]?.passed === true) &&
      step.predictions.every(({ id }) => predictions[id] !== undefined)
    );
  }

  private async keep(lab: OpenedLab, change: Partial<Kept>): Promise<void> {
    await this.memory.update(`lab ${lab.workspace.toString()}`, { ...this.of(lab), ...change });
    this.changed.fire(lab);
  }
}
