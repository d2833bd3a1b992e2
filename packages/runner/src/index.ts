export {
  type Choice,
  chooseCells,
  type ChosenCells,
  possibleCells,
  type PossibleCell,
} from './schedule/choose-cells.ts';
export { runExperiments, type RunRequest } from './schedule/run-experiments.ts';
export type { Phase, Progress, RunOptions } from './run-context.ts';
