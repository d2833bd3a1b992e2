import * as nodeFileSystem from 'node:fs/promises';

/**
 * The calls of `node:fs/promises` that this package uses. Tests pass a double that records them, or one
 * that loses what is not synced.
 */
export interface FileSystem {
  open(path: string, flags: string): Promise<FileHandle>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  readdir(path: string): Promise<string[]>;
  stat(path: string, options: { bigint: true }): Promise<FileIdentity & { readonly mtimeMs: bigint }>;
  mkdir(path: string): Promise<unknown>;
}

export interface FileHandle {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  write(buffer: Uint8Array, offset: number, length: number): Promise<{ bytesWritten: number }>;
  stat(options: { bigint: true }): Promise<FileIdentity & { readonly size: bigint }>;
  datasync(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Two paths lead to the same file when both are equal (inode numbers may exceed 2^53). */
export interface FileIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
}

export const realFileSystem: FileSystem = nodeFileSystem;

/** Writes all of `data` at the handle's position, in as many calls as needed. */
export async function writeAll(handle: FileHandle, data: Uint8Array): Promise<void> {
  for (let done = 0; done < data.length;) {
    done += (await handle.write(data, done, data.length - done)).bytesWritten;
  }
}
