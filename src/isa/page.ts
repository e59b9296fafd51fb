/** Bytes of a page (privileged specification, "Sv39: Page-Based 39-bit Virtual-Memory System"): what page tables map, and linkers align to. */
export const PAGE_SIZE = 4096;
