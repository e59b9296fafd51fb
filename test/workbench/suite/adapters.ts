/** Adapters that the extension started, with their ends. */
export const adapters: { isAlive: boolean }[] = [];
