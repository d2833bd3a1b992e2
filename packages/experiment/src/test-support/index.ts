export { cell, report } from './cells.ts';
export { createDisk, type Disk } from './disk.ts';
export { alterFirst, createAlteringDisk, createDroppingDisk, createLateDisk, createStaleView } from './flawed-disks.ts';
export { createNotesService, type NotesServiceOptions } from './notes-service.ts';
