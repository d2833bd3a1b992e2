export { makeFolder, removeIfExists, syncFolder, writeFileDurably } from './atomic-file.ts';
export type { Change, Value } from './journal/format/change.ts';
export { type CompactionPolicy, defaultPolicy } from './journal/compaction/compaction-policy.ts';
export { type Journal, type JournalDescription, type JournalOptions, openJournal } from './journal/journal.ts';
export { type ByteRange, type FileReport, type FolderReport, inspectFolder } from './journal/maintenance/inspection.ts';
export { repairFolder, type Salvage } from './journal/maintenance/repair.ts';
export { createKeyIndex, type KeyIndex } from './journal/index/key-index.ts';
export { StorageError, errorCode, fileError, type StorageErrorCode } from './storage-error.ts';
export { describeVolume, type Volume } from './volume.ts';
