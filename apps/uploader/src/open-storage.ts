import type { Logger } from '@persistence-lab/service';
import type { UploaderConfig } from './config.ts';
import { openFileStore } from './files/file-store.ts';
import { openUploads, type UploadObserver } from './uploads/uploads.ts';

const nobody: UploadObserver = { happened: () => undefined, received: () => undefined };

/** The files and the uploads that become files, on one folder. */
export async function openStorage(config: UploaderConfig, logger: Pick<Logger, 'error'>, observe = nobody) {
  const shared = {
    ...config,
    folder: config.dataDir,
    uploadedBy: config.podName,
    onError: (error: unknown) => logger.error({ err: error }, 'tending the data folder'),
  };
  const store = await openFileStore(shared);
  const uploads = await openUploads({ ...shared, writer: store.writer, space: store.space, observe });
  return {
    store,
    uploads,
    async close(): Promise<void> {
      await uploads.close();
      await store.close();
    },
  };
}
