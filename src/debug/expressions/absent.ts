/** A name means something, but there is nothing of it here, such as the system call of an event that has none: whatever is asked of it does not hold. */
export class Absent extends Error {}
