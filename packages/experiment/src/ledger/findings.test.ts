import type { Note } from '@persistence-lab/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, type History, idOf, noteOf, play } from '../test-support/history.ts';
import { createLedger } from './ledger.ts';

const noProblems = { missing: [], stale: [], changed: [] };
const changes = fc.array(change, { minLength: 1, maxLength: 30 });
const history = fc.tuple(changes, fc.nat(35)).map(([changes, checkpoint]) => play(changes, checkpoint));
const picks = fc.array(fc.nat(9), { minLength: 6, maxLength: 6 });

/** One of the stores that are possible after the answers that the client received. */
function possibleStore({ ledger }: History, picks: readonly number[]): Map<string, Note> {
  const store = new Map<string, Note>();
  for (const [at, { id, acknowledged, unanswered }] of [...ledger.entries.values()].entries()) {
    const states = [acknowledged, ...unanswered.map((draft) => draft && { ...noteOf(0, draft), id })];
    const state = states[picks[at]! % states.length];
    if (state) store.set(id, state);
  }
  return store;
}

const alterations: ((note: Note) => Note)[] = [
  (note) => ({ ...note, text: `${note.text}x` }),
  (note) => ({ ...note, title: 'A' }),
  (note) => ({ ...note, version: note.version + 100 }),
  (note) => ({ ...note, createdAt: '2000-01-01T00:00:00.000Z' }),
  (note) => ({ ...note, updatedAt: '2000-01-01T00:00:00.000Z' }),
  (note) => ({ ...note, writtenBy: 'two' }),
  (note) => ({ ...note, id: idOf(9) }),
];

describe('examine', () => {
  it('finds no problem, and every expected note, in each store that is possible after the answers', () => {
    fc.assert(
      fc.property(history, picks, (history, picks) => {
        for (const store of [history.store, possibleStore(history, picks)])
          expect(history.ledger.examine(store)).toEqual({ kept: history.ledger.expectedCount, ...noProblems });
      }),
    );
  });

  it('reports exactly the acknowledged notes that are gone as missing', () => {
    fc.assert(
      fc.property(history, picks, fc.subarray([0, 1, 2, 3, 4, 5]), (history, picks, lost) => {
        const { ledger } = history;
        const store = possibleStore(history, picks);
        for (const n of lost) store.delete(idOf(n));
        const acknowledged = [...ledger.entries.values()].filter(
          (entry) => entry.acknowledged && !entry.unanswered.includes(null),
        );
        const missing = acknowledged.map(({ id }) => id).filter((id) => lost.map(idOf).includes(id));
        expect({ ...ledger.examine(store), kept: 0 }).toEqual({ ...noProblems, kept: 0, missing });
      }),
    );
  });

  it('reports an acknowledged note with one different byte as changed', () => {
    fc.assert(
      fc.property(history, fc.nat(5), fc.constantFrom(...alterations), ({ ledger, store }, n, alter) => {
        const acknowledged = ledger.entries.get(idOf(n))?.acknowledged;
        if (!acknowledged) return fc.pre(false);
        store.set(idOf(n), alter(acknowledged));
        expect(ledger.examine(store)).toMatchObject({ missing: [], stale: [], changed: [idOf(n)] });
      }),
    );
  });

  it('reports a note in an earlier acknowledged state as stale, even if it was deleted since', () => {
    fc.assert(
      fc.property(history, fc.nat(30), ({ ledger, store, acknowledged }, pick) => {
        const earlier = acknowledged.filter((note) => ledger.entries.get(note.id)?.acknowledged !== note);
        fc.pre(earlier.length > 0);
        const note = earlier[pick % earlier.length]!;
        store.set(note.id, note);
        expect(ledger.examine(store)).toMatchObject({ missing: [], stale: [note.id], changed: [] });
      }),
    );
  });

  it('reports an earlier state with one different byte as changed', () => {
    fc.assert(
      fc.property(history, fc.nat(30), fc.constantFrom(...alterations), (history, pick, alter) => {
        const { ledger, store, acknowledged } = history;
        const earlier = acknowledged.filter((note) => ledger.entries.get(note.id)?.acknowledged !== note);
        fc.pre(earlier.length > 0);
        const note = earlier[pick % earlier.length]!;
        store.set(note.id, alter(note));
        expect(ledger.examine(store)).toMatchObject({ missing: [], stale: [], changed: [note.id] });
      }),
    );
  });

  it('reports a note under the id of another as changed, even with a text that was once sent', () => {
    const { ledger } = play([
      { note: 1, what: 'put', text: 'unanswered', answered: false, made: true },
      { note: 1, what: 'put', text: 'acknowledged', answered: true, made: true },
    ]);
    const other = noteOf(2, { title: 'a', text: '0 unanswered' });
    expect(ledger.examine(new Map([[idOf(1), other]])).changed).toEqual([idOf(1)]);
  });

  it('does not change the ledger', () => {
    fc.assert(
      fc.property(history, picks, (history, picks) => {
        const { ledger } = history;
        const before = ledger.examine(history.store);
        ledger.examine(possibleStore(history, picks));
        ledger.examine(new Map());
        expect(ledger.examine(history.store)).toEqual(before);
      }),
    );
  });
});

describe('a note with an unknown id', () => {
  const unknown = noteOf(7, { title: 'run 1', text: 'x' });
  const found = new Map([[unknown.id, unknown]]);

  it('counts as changed, because it was never sent', () => {
    expect(createLedger().examine(found)).toEqual({ kept: 0, ...noProblems, changed: [unknown.id] });
  });

  it('is no problem if it is of a creation without an answer, and does not count as kept', () => {
    const ledger = createLedger();
    ledger.unansweredCreations.add({ title: 'run 1', text: 'x' });
    expect(ledger.examine(found)).toEqual({ kept: 0, ...noProblems });
    expect(ledger.examine(new Map())).toEqual({ kept: 0, ...noProblems });
  });

  it('counts as changed under two ids, even if one creation has no answer', () => {
    const ledger = createLedger();
    ledger.unansweredCreations.add({ title: 'run 1', text: 'x' });
    expect(ledger.examine(new Map([[idOf(8), unknown]])).changed).toEqual([idOf(8)]);
  });

  it('is ignored when it does not belong to this ledger', () => {
    const ledger = createLedger({ isOwnNote: ({ title }) => title.startsWith('run 2') });
    expect(ledger.examine(found)).toEqual({ kept: 0, ...noProblems });
    expect(ledger.audit(found)).toEqual([]);
  });
});

const afterCheckpoint = () => {
  const ledger = createLedger();
  ledger.acknowledge(ledger.add(idOf(1)), noteOf(1, { title: 'a', text: 'before' }));
  ledger.checkpoint();
  ledger.acknowledge(ledger.add(idOf(2)), noteOf(2, { title: 'a', text: 'after' }));
  return ledger;
};

describe('the checkpoint', () => {
  const after = noteOf(2, { title: 'a', text: 'after' });

  it('excludes notes acknowledged after the event from the survived ones', () => {
    expect(afterCheckpoint().expectedCount).toBe(1);
    expect(afterCheckpoint().examine(new Map([[after.id, after]]))).toEqual({
      kept: 0,
      ...noProblems,
      missing: [idOf(1)],
    });
  });

  it('still reports notes acknowledged after it as missing', () => {
    expect(afterCheckpoint().examine(new Map()).missing).toEqual([idOf(1), idOf(2)]);
  });

  it('accepts their loss with beforeCheckpoint, but never content that was not sent', () => {
    expect(afterCheckpoint().examine(new Map(), { beforeCheckpoint: true }).missing).toEqual([idOf(1)]);
    const other = new Map([[after.id, { ...after, text: 'other' }]]);
    expect(afterCheckpoint().examine(other, { beforeCheckpoint: true }).changed).toEqual([idOf(2)]);
  });

  it('moves with the next event', () => {
    const ledger = afterCheckpoint();
    ledger.checkpoint();
    expect(ledger.expectedCount).toBe(2);
  });
});

const storeOf = (...notes: Note[]) => new Map(notes.map((note) => [note.id, note]));
const discarded = () => {
  const ledger = afterCheckpoint();
  ledger.discardSinceCheckpoint();
  ledger.checkpoint();
  return ledger;
};

describe('a note that was discarded because an undo removed its storage', () => {
  const before = noteOf(1, { title: 'a', text: 'before' });
  const after = noteOf(2, { title: 'a', text: 'after' });

  it('is not expected and may exist or not; notes before the checkpoint are still expected', () => {
    expect(discarded().expectedCount).toBe(1);
    for (const store of [storeOf(before), storeOf(before, after)])
      expect(discarded().examine(store)).toEqual({ kept: 1, ...noProblems });
    expect(discarded().examine(storeOf(after))).toEqual({ kept: 0, ...noProblems, missing: [idOf(1)] });
  });

  it('still counts as changed when its content was never sent', () => {
    const store = storeOf(before, { ...after, text: 'other' });
    expect(discarded().examine(store)).toEqual({ kept: 1, ...noProblems, changed: [idOf(2)] });
  });

  it('may be in its state before the event', () => {
    const ledger = createLedger();
    const entry = ledger.add(idOf(1));
    ledger.acknowledge(entry, before);
    ledger.checkpoint();
    ledger.acknowledge(entry, noteOf(1, { title: 'a', text: 'since' }, before));
    ledger.discardSinceCheckpoint();
    expect(ledger.examine(storeOf(before))).toEqual({ kept: 0, ...noProblems });
  });

  it('is expected again once it is acknowledged again', () => {
    const ledger = discarded();
    ledger.acknowledge(ledger.entries.get(idOf(2))!, noteOf(2, { title: 'a', text: 'again' }, after));
    ledger.checkpoint();
    expect(ledger.examine(storeOf(before, after))).toEqual({ kept: 1, ...noProblems, stale: [idOf(2)] });
  });
});
