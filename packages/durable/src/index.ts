export { StorageError, errorCode, fileError, type StorageErrorCode } from './storage-error.ts';
