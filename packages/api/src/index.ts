export { noteDraftSchema, noteSchema, type Note, type NoteDraft } from './note.ts';
