export { type Choose, createChoose } from './choose.ts';
export { createLedger, type Entry, type Ledger } from './ledger.ts';
export { createNoteChanger, type NoteChanger } from './note-changer.ts';
