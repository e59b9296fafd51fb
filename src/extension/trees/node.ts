import type { PlaceBody } from '../../protocol/requests';

/** A row of a tree, as it is to be seen and heard. Icons are codicons, colours are theme colours. */
export interface Node {
  /** Stays the same from stop to stop: what is unfolded stays so. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon?: string;
  readonly color?: string;
  readonly tooltip?: string;
  /** What a screen reader says instead of label and description. */
  readonly spoken?: string;
  /** For `when` clauses of menus. */
  readonly context?: string;
  /** The process that it stands for. */
  readonly pid?: number;
  /** An expression for where it is written: its menu asks who wrote it last. */
  readonly written?: string;
  /** Source that a click opens. */
  readonly place?: PlaceBody;
  /** What else a click does; it is given the row. */
  readonly action?: { readonly title: string; readonly command: string };
  /** Rows below it; a function is asked when the row is unfolded. */
  readonly children?: readonly Node[] | (() => Promise<readonly Node[]>);
  readonly expanded?: boolean;
}

/** All rows, and the line above them: why they are few or none. */
export interface Rows {
  readonly nodes: readonly Node[];
  readonly message?: string | undefined;
}
