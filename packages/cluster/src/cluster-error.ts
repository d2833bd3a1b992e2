import { UserError, type Text } from '@persistence-lab/language';

export type ClusterErrorCode =
  'no-kubeconfig' | 'bad-kubeconfig' | 'unreachable' | 'forbidden' | 'missing' | 'refused' | 'busy' | 'timeout';

/** An error of the cluster or on the way to it. `code` is for programs, the text for users: what happened and what to do. */
export class ClusterError extends UserError {
  readonly code: ClusterErrorCode;

  constructor(code: ClusterErrorCode, text: Text, options?: ErrorOptions) {
    super(text, options);
    this.name = 'ClusterError';
    this.code = code;
  }
}
