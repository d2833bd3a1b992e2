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
  it('reports an acknowledged note that is missing or came back with other content', () => {
    const ledger = createLedger();
    ledger.acknowledge(ledger.add(note('x').id), note('x'));
    expect(ledger.audit(found(note('x')))).toEqual([]);
    expect(ledger.audit(found())).toHaveLength(1);
    expect(ledger.audit(found(note('y')))).toHaveLength(1);
    expect(ledger.audit(found(note('x', 2)))).toHaveLength(1);
  });

  it('reports a deleted note that is back', () => {
    const ledger = createLedger();
    const entry = ledger.add(note('x').id);
    ledger.acknowledge(entry, note('x'));
    ledger.acknowledge(entry, null);
    expect(ledger.audit(found(note('x')))).toHaveLength(1);
  });

  it('accepts both states of a change without an answer, until the next answered change', () => {
    const ledger = createLedger();
    const entry = ledger.add(note('x').id);
    ledger.acknowledge(entry, note('x'));
    entry.unanswered.push({ title: 'a', text: 'y' }, null);
    for (const kept of [found(note('x')), found(note('y', 2)), found()]) expect(ledger.audit(kept)).toEqual([]);
    ledger.acknowledge(entry, note('z', 3));
    expect(ledger.audit(found(note('y', 2)))).toHaveLength(1);
  });

  it('recognizes the note of an unanswered creation by its text, and reports any other unknown note', () => {
    const ledger = createLedger();
    expect(ledger.audit(found(note('x')))).toHaveLength(1);
    ledger.unansweredCreations.add({ title: 'a', text: 'x' });
    expect(ledger.audit(found(note('x')))).toEqual([]);
    expect(ledger.audit(found())).toEqual([]);
  });

  it('reports an acknowledgement that differs from what was sent, whatever is found later', () => {
    const ledger = createLedger();
    ledger.acknowledge(ledger.add(note('x').id), note('y'), { title: 'a', text: 'x' });
    expect(ledger.altered).toEqual([note('x').id]);
    for (const kept of [found(note('x')), found(note('y')), found()]) {
      expect(ledger.examine(kept)).toEqual({ kept: 0, missing: [], stale: [], changed: [note('x').id] });
      expect(ledger.audit(kept)).toContainEqual(`${note('x').id} was acknowledged with other content than was sent`);
    }
  });

  it('counts an acknowledgement with another id, or a note in answer to a deletion, as altered', () => {
    const ledger = createLedger();
    ledger.acknowledge(ledger.add('other'), note('x'), { title: 'a', text: 'x' });
    ledger.acknowledge(ledger.add(note('x').id), note('x'), null);
    expect(ledger.altered).toEqual(['other', note('x').id]);
  });

  it('counts one id for two notes as altered', () => {
    const ledger = createLedger();
    ledger.acknowledge(ledger.add(note('x').id), note('x'), { title: 'a', text: 'x' });
    expect(ledger.altered).toEqual([]);
    ledger.acknowledge(ledger.add(note('y').id), note('y'), { title: 'a', text: 'y' });
    expect(ledger.altered).toEqual([note('y').id]);
  });

  it('expects neither deleted notes nor notes with an unanswered change', () => {
    const ledger = createLedger();
    const entry = ledger.add(note('x').id);
    expect(ledger.expectedCount).toBe(0);
    ledger.acknowledge(entry, note('x'));
    expect(ledger.expectedCount).toBe(1);
    entry.unanswered.push({ title: 'a', text: 'y' });
    expect(ledger.expectedCount).toBe(0);
    ledger.acknowledge(entry, null);
    expect(ledger.expectedCount).toBe(0);
  });

  it('counts an unanswered change that reappears after a later one as stale, because it was sent', () => {
    const ledger = createLedger();
    const entry = ledger.add(note('x').id);
    entry.unanswered.push({ title: 'a', text: 'x' });
    ledger.acknowledge(entry, note('y', 2));
    expect(ledger.examine(found(note('x', 3))).stale).toEqual([note('x').id]);
  });
});
