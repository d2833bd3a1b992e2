/** What the user can mend: its message is shown without a stack. */
export class CannotStart extends Error {}
