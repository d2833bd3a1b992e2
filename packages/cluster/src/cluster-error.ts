export type ClusterErrorCode =
  'no-kubeconfig' | 'bad-kubeconfig' | 'unreachable' | 'forbidden' | 'missing' | 'refused' | 'busy' | 'timeout';

/** What went wrong between us and the cluster: one sentence and the way out, fit to be shown as it is. */
export class ClusterError extends Error {
  readonly code: ClusterErrorCode;

  constructor(code: ClusterErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterError';
    this.code = code;
  }
}
