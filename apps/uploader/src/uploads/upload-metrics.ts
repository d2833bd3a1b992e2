import type { Metrics } from '@persistence-lab/service';

type UploadEvent = 'created' | 'resumed' | 'finished' | 'expired' | 'terminated';

export type UploadMetrics = ReturnType<typeof createUploadMetrics>;

export function createUploadMetrics({ counter, durations }: Metrics) {
  const events = counter('uploader_uploads_total', 'Resumable uploads by event', ['event']);
  const bytes = counter('uploader_upload_bytes_total', 'Bytes of resumable uploads written to disk');
  const seconds = durations(
    'uploader_upload_request_seconds',
    'Time from acquiring the lease of an upload to its last byte on disk, per request',
    [0.01, 0.1, 1, 10, 60, 600, 3600],
  );
  return {
    countEvent: (event: UploadEvent) => events({ event }),
    recordRequest(count: number, duration: number): void {
      bytes({}, count);
      seconds(duration);
    },
  };
}
