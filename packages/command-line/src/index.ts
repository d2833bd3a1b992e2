export { createCommand, languageOf, parse } from './command.ts';
export { positiveNumber, wholeNumber } from './values.ts';
export { root } from './project-root.ts';
export { type Print, runCommand } from './run-command.ts';
export { formatTable } from './table.ts';
export { UsageError } from './usage-error.ts';
