/** Attributes of something that is written somewhere: its context menu asks who wrote it last. `expression` names the place, without a frame. */
export const written = (expression: string): Readonly<Record<string, string>> => ({
  'data-vscode-context': JSON.stringify({
    trapframeWritten: expression,
    preventDefaultContextMenuItems: true,
  }),
});

/** A number in memory, whatever page tables there are: 8 bytes. */
export const wordAt = (physical: string): string => `physical(*(unsigned long *)${physical})`;

/** A page of memory, all of its bytes. */
export const pageAt = (physical: string): string => `physical(*(unsigned char (*)[4096])${physical})`;
