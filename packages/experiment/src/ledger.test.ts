import type { Note } from '@persistence-lab/api';
import { describe, expect, it } from 'vitest';
import { createLedger } from './ledger.ts';

const now = '2026-01-01T00:00:00.000Z';
const note = (text: string, version = 1): Note => {
  return {
    id: '0199b4a5-0000-7000-8000-000000000000',
    title: 'a',
    text,
    createdAt: now,
    updatedAt: now,
    version,
    writtenBy: 'one',
  };
};
const found = (...notes: Note[]) => new Map(notes.map((each) => [each.id, each]));

describe('the ledger', () => {
  it('misses a note that was acknowledged, and sees that it came back different', () => {
    const ledger = createLedger();
    ledger.acknowledge(ledger.add(note('x').id), note('x'));
    expect(ledger.audit(found(note('x')))).toEqual([]);
    expect(ledger.audit(found())).toHaveLength(1);
    expect(ledger.audit(found(note('y')))).toHaveLength(1);
    expect(ledger.audit(found(note('x', 2)))).toHaveLength(1);
  });

  it('sees a deleted note that is back', () => {
    const ledger = createLedger();
    const entry = ledger.add(note('x').id);
    ledger.acknowledge(entry, note('x'));
    ledger.acknowledge(entry, null);
    expect(ledger.audit(found(note('x')))).toHaveLength(1);
  });

  it('takes either side of a change without an answer, until the next one that has one', () => {
    const ledger = createLedger();
    const entry = ledger.add(note('x').id);
    ledger.acknowledge(entry, note('x'));
    entry.unanswered.push({ title: 'a', text: 'y' }, null);
    for (const kept of [found(note('x')), found(note('y', 2)), found()]) expect(ledger.audit(kept)).toEqual([]);
    ledger.acknowledge(entry, note('z', 3));
    expect(ledger.audit(found(note('y', 2)))).toHaveLength(1);
  });

  it('knows a note without an id by its text, and no other', () => {
    const ledger = createLedger();
    expect(ledger.audit(found(note('x')))).toHaveLength(1);
    ledger.unansweredCreations.add({ title: 'a', text: 'x' });
    expect(ledger.audit(found(note('x')))).toEqual([]);
    expect(ledger.audit(found())).toEqual([]);
  });

  it('remembers an acknowledgement that is not of what was sent, whatever is found later', () => {
    const ledger = createLedger();
    ledger.acknowledge(ledger.add(note('x').id), note('y'), { title: 'a', text: 'x' });
    expect(ledger.altered).toEqual([note('x').id]);
    for (const kept of [found(note('x')), found(note('y')), found()]) {
      expect(ledger.examine(kept)).toEqual({ kept: 0, missing: [], stale: [], changed: [note('x').id] });
      expect(ledger.audit(kept)).toContainEqual(`${note('x').id} was not acknowledged as it was sent`);
    }
  });

  it('takes an acknowledgement of another id, or of a deletion by a note, for altered', () => {
    const ledger = createLedger();
    ledger.acknowledge(ledger.add('other'), note('x'), { title: 'a', text: 'x' });
    ledger.acknowledge(ledger.add(note('x').id), note('x'), null);
    expect(ledger.altered).toEqual(['other', note('x').id]);
  });

  it('takes one id for two notes for altered', () => {
    const ledger = createLedger();
    ledger.acknowledge(ledger.add(note('x').id), note('x'), { title: 'a', text: 'x' });
    expect(ledger.altered).toEqual([]);
    ledger.acknowledge(ledger.add(note('y').id), note('y'), { title: 'a', text: 'y' });
    expect(ledger.altered).toEqual([note('y').id]);
  });

  it('owes neither what was deleted nor what has an unanswered change', () => {
    const ledger = createLedger();
    const entry = ledger.add(note('x').id);
    expect(ledger.owed).toBe(0);
    ledger.acknowledge(entry, note('x'));
    expect(ledger.owed).toBe(1);
    entry.unanswered.push({ title: 'a', text: 'y' });
    expect(ledger.owed).toBe(0);
    ledger.acknowledge(entry, null);
    expect(ledger.owed).toBe(0);
  });

  it('takes an unanswered change that shows after a later one for stale, since it was really sent', () => {
    const ledger = createLedger();
    const entry = ledger.add(note('x').id);
    entry.unanswered.push({ title: 'a', text: 'x' });
    ledger.acknowledge(entry, note('y', 2));
    expect(ledger.examine(found(note('x', 3))).stale).toEqual([note('x').id]);
  });
});
