import type { Logger, Metrics } from '@persistence-lab/service';
import type { UploaderConfig } from './config.ts';
import { openFileStore } from './files/file-store.ts';
import { createUploadMetrics } from './uploads/upload-metrics.ts';
import { openUploads } from './uploads/uploads.ts';

/** The files and the resumable uploads that become files, in one data directory. */
export async function openStorage(config: UploaderConfig, logger: Pick<Logger, 'error'>, metrics: Metrics) {
  const shared = {
    ...config,
    folder: config.dataDir,
    uploadedBy: config.podName,
    onError: (error: unknown) => logger.error({ err: error }, 'background work in the data directory failed'),
  };
  const store = await openFileStore(shared);
  const { writer, space } = store;
  const uploads = await openUploads({ ...shared, writer, space, metrics: createUploadMetrics(metrics) });
  return {
    store,
    uploads,
    async close(): Promise<void> {
      await uploads.close();
      await store.close();
    },
  };
}
