import type { Metrics } from '@persistence-lab/service';
import type { UploadObserver } from './uploads/uploads.ts';

/** Counts what happens to resumable uploads. */
export function createUploadMetrics({ counter, durations }: Metrics): UploadObserver {
  const events = counter('uploader_uploads_total', 'Resumable uploads, by what happened to them', ['event']);
  const bytes = counter('uploader_upload_bytes_total', 'Bytes of resumable uploads that are on disk');
  const seconds = durations(
    'uploader_upload_request_seconds',
    'Time from the claim of an upload to its last byte on disk, one request',
    [0.01, 0.1, 1, 10, 60, 600, 3600],
  );
  return {
    happened: (event) => events({ event }),
    received: (count, duration) => {
      bytes({}, count);
      seconds(duration);
    },
  };
}
