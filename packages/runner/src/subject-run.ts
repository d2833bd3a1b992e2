import { type Cell, type EventName, expectationFor } from '@persistence-lab/experiment';
import { blows } from './faults/fault-injectors.ts';
import type { Lane, Session } from './run-context.ts';
import { createTrial } from './trial.ts';

/** Takes a subject through the chosen events that meet it alone, one after the other. */
export async function runLane(session: Session, lane: Lane, events: readonly EventName[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const [event, blow] of blows) {
    const expectation = events.includes(event) ? expectationFor(lane.kind, event, lane.facts) : null;
    if (expectation === null) continue; // not chosen, or it cannot happen to this kind
    const trial = createTrial(session, lane, event, expectation);
    if (await trial.prepare()) {
      await trial.strike(blow.strike);
      await trial.observe(session.options.deadline, blow.observe);
      if (blow.undo) {
        await trial.undo(blow.undo);
        await trial.observeUndone();
      }
    }
    cells.push(await trial.end());
  }
  return cells;
}
