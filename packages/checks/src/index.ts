export { type Counts, countsOf, type NamedTest } from './counts.ts';
export { matrixReportFile } from './reports.ts';
export { checks } from './run-checks.ts';
export { describeFailure } from './summary.ts';
export { testMachine } from './tools.ts';
