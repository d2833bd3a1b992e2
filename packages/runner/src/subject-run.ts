import { type Cell, type EventName, expectationFor } from '@persistence-lab/experiment';
import { faultInjectors } from './faults/fault-injectors.ts';
import type { SubjectRun, RunContext } from './run-context.ts';
import { createTrial } from './trial.ts';

/** Takes a subject through the chosen events that meet it alone, one after the other. */
export async function runSubject(context: RunContext, run: SubjectRun, events: readonly EventName[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const [event, injector] of faultInjectors) {
    const expectation = events.includes(event) ? expectationFor(run.kind, event, run.facts) : null;
    if (expectation === null) continue; // not chosen, or it cannot happen to this kind
    const trial = createTrial(context, run, event, expectation);
    if (await trial.prepare()) {
      await trial.inject(injector.inject);
      await trial.observe(context.options.deadline, injector.observe);
      if (injector.undo) {
        await trial.undo(injector.undo);
        await trial.observeUndone();
      }
    }
    cells.push(await trial.end());
  }
  return cells;
}
