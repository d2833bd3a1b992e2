import type { Note } from '@persistence-lab/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, type History, idOf, noteOf, play } from './history.fixture.ts';
import { createLedger } from './ledger.ts';

const nothingWrong = { missing: [], stale: [], changed: [] };
const changes = fc.array(change, { minLength: 1, maxLength: 30 });
const history = fc.tuple(changes, fc.nat(35)).map(([changes, mark]) => play(changes, mark));
const picks = fc.array(fc.nat(9), { minLength: 6, maxLength: 6 });

/** One of the stores that the client's answers leave possible. */
function possibleStore({ ledger }: History, picks: readonly number[]): Map<string, Note> {
  const store = new Map<string, Note>();
  for (const [at, { id, acknowledged, unanswered }] of [...ledger.entries.values()].entries()) {
    const fates = [acknowledged, ...unanswered.map((draft) => draft && { ...noteOf(0, draft), id })];
    const fate = fates[picks[at]! % fates.length];
    if (fate) store.set(id, fate);
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

describe('what a ledger finds', () => {
  it('is nothing wrong in any store that its answers leave possible, and all that is owed', () => {
    fc.assert(
      fc.property(history, picks, (history, picks) => {
        for (const store of [history.store, possibleStore(history, picks)])
          expect(history.ledger.examine(store)).toEqual({ kept: history.ledger.owed, ...nothingWrong });
      }),
    );
  });

  it('misses exactly the notes that were acknowledged and are not there', () => {
    fc.assert(
      fc.property(history, picks, fc.subarray([0, 1, 2, 3, 4, 5]), (history, picks, lost) => {
        const { ledger } = history;
        const store = possibleStore(history, picks);
        for (const n of lost) store.delete(idOf(n));
        const promised = [...ledger.entries.values()].filter(
          ({ acknowledged, unanswered }) => acknowledged && !unanswered.includes(null),
        );
        const missing = promised.map(({ id }) => id).filter((id) => lost.map(idOf).includes(id));
        expect({ ...ledger.examine(store), kept: 0 }).toEqual({ ...nothingWrong, kept: 0, missing });
      }),
    );
  });

  it('is changed where one byte of an acknowledged note is another', () => {
    fc.assert(
      fc.property(history, fc.nat(5), fc.constantFrom(...alterations), ({ ledger, store }, n, alter) => {
        const acknowledged = ledger.entries.get(idOf(n))?.acknowledged;
        if (!acknowledged) return fc.pre(false);
        store.set(idOf(n), alter(acknowledged));
        expect(ledger.examine(store)).toMatchObject({ missing: [], stale: [], changed: [idOf(n)] });
      }),
    );
  });

  it('is stale where a note is as an earlier acknowledged change had left it, also when it was deleted since', () => {
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

  it('is changed where one byte of an earlier note is another', () => {
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

  it('is changed where one note is served under the id of another, even with a text that was once sent', () => {
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

describe('a note of unknown id', () => {
  const stranger = noteOf(7, { title: 'run 1', text: 'x' });
  const found = new Map([[stranger.id, stranger]]);

  it('was never sent, hence is changed', () => {
    expect(createLedger().examine(found)).toEqual({ kept: 0, ...nothingWrong, changed: [stranger.id] });
  });

  it('is nothing wrong when it is of a creation without an answer, and does not count as kept', () => {
    const ledger = createLedger();
    ledger.unansweredCreations.add({ title: 'run 1', text: 'x' });
    expect(ledger.examine(found)).toEqual({ kept: 0, ...nothingWrong });
    expect(ledger.examine(new Map())).toEqual({ kept: 0, ...nothingWrong });
  });

  it('is changed when it is served under two ids, even if one creation has no answer', () => {
    const ledger = createLedger();
    ledger.unansweredCreations.add({ title: 'run 1', text: 'x' });
    expect(ledger.examine(new Map([[idOf(8), stranger]])).changed).toEqual([idOf(8)]);
  });

  it('is passed over when it does not claim to be of this ledger', () => {
    const ledger = createLedger({ isOurs: ({ title }) => title.startsWith('run 2') });
    expect(ledger.examine(found)).toEqual({ kept: 0, ...nothingWrong });
    expect(ledger.audit(found)).toEqual([]);
  });
});

const marked = () => {
  const ledger = createLedger();
  ledger.acknowledge(ledger.add(idOf(1)), noteOf(1, { title: 'a', text: 'before' }));
  ledger.mark();
  ledger.acknowledge(ledger.add(idOf(2)), noteOf(2, { title: 'a', text: 'after' }));
  return ledger;
};

describe('the mark', () => {
  const after = noteOf(2, { title: 'a', text: 'after' });

  it('keeps what was acknowledged after the event from counting as survived', () => {
    expect(marked().owed).toBe(1);
    expect(marked().examine(new Map([[after.id, after]]))).toEqual({ kept: 0, ...nothingWrong, missing: [idOf(1)] });
  });

  it('does not excuse the loss of what was acknowledged after it', () => {
    expect(marked().examine(new Map()).missing).toEqual([idOf(1), idOf(2)]);
  });

  it('may excuse it, when the undo took away where that was; never a note that nobody sent', () => {
    expect(marked().examine(new Map(), { beforeMark: true }).missing).toEqual([idOf(1)]);
    const other = new Map([[after.id, { ...after, text: 'other' }]]);
    expect(marked().examine(other, { beforeMark: true }).changed).toEqual([idOf(2)]);
  });

  it('moves with the next event', () => {
    const ledger = marked();
    ledger.mark();
    expect(ledger.owed).toBe(2);
  });
});

const storeOf = (...notes: Note[]) => new Map(notes.map((note) => [note.id, note]));
const writtenOff = () => {
  const ledger = marked();
  ledger.writeOff();
  ledger.mark();
  return ledger;
};

describe('what is written off, because an undo took away what held it,', () => {
  const before = noteOf(1, { title: 'a', text: 'before' });
  const after = noteOf(2, { title: 'a', text: 'after' });

  it('is not owed, and may be there or not; what was there before the mark is owed as ever', () => {
    expect(writtenOff().owed).toBe(1);
    for (const store of [storeOf(before), storeOf(before, after)])
      expect(writtenOff().examine(store)).toEqual({ kept: 1, ...nothingWrong });
    expect(writtenOff().examine(storeOf(after))).toEqual({ kept: 0, ...nothingWrong, missing: [idOf(1)] });
  });

  it('is changed all the same where it is something that nobody sent', () => {
    const store = storeOf(before, { ...after, text: 'other' });
    expect(writtenOff().examine(store)).toEqual({ kept: 1, ...nothingWrong, changed: [idOf(2)] });
  });

  it('may stand as it did before the event', () => {
    const ledger = createLedger();
    const entry = ledger.add(idOf(1));
    ledger.acknowledge(entry, before);
    ledger.mark();
    ledger.acknowledge(entry, noteOf(1, { title: 'a', text: 'since' }, before));
    ledger.writeOff();
    expect(ledger.examine(storeOf(before))).toEqual({ kept: 0, ...nothingWrong });
  });

  it('is owed again once it is acknowledged again', () => {
    const ledger = writtenOff();
    ledger.acknowledge(ledger.entries.get(idOf(2))!, noteOf(2, { title: 'a', text: 'again' }, after));
    ledger.mark();
    expect(ledger.examine(storeOf(before, after))).toEqual({ kept: 1, ...nothingWrong, stale: [idOf(2)] });
  });
});
