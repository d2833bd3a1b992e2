export { makeFolder, removeIfThere, syncFolder, writeFileDurably } from './atomic-file.ts';
export { StorageError, errorCode, fileError, type StorageErrorCode } from './storage-error.ts';
export { describeVolume, type Volume } from './volume.ts';
