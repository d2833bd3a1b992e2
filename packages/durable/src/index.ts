export { makeFolder, removeIfThere, syncFolder, writeFileDurably } from './atomic-file.ts';
export type { Change, Value } from './journal/change.ts';
export { type CompactionPolicy, defaultPolicy } from './journal/compaction-policy.ts';
export { type Journal, type JournalDescription, type JournalOptions, openJournal } from './journal/journal.ts';
export { type BadStretch, type FileReport, type FolderReport, inspectFolder } from './journal/inspection.ts';
export { repairFolder, type Salvage } from './journal/repair.ts';
export { createKeyIndex, type KeyIndex } from './journal/key-index.ts';
export { StorageError, errorCode, fileError, type StorageErrorCode } from './storage-error.ts';
export { describeVolume, type Volume } from './volume.ts';
