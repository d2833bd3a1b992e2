import { Exec, type KubeConfig, type V1Status } from '@kubernetes/client-node';
import { Writable } from 'node:stream';

export interface ExecResult {
  /** The exit code; null when the container ended first. */
  readonly code: number | null;
  /** stdout and stderr, interleaved. */
  readonly output: string;
}

/** Runs a command in a container of a pod and waits for its end. */
export async function execInPod(
  config: KubeConfig,
  pod: { namespace: string; name: string; container: string },
  command: string[],
): Promise<ExecResult> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const socket = await new Exec(config).exec(
    pod.namespace,
    pod.name,
    pod.container,
    command,
    sink,
    sink,
    null,
    false,
    (status) => resolve(exitCode(status)),
  );
  socket.addEventListener('close', () => resolve(null));
  socket.addEventListener('error', ({ error }: { error: Error }) => reject(error));
  const code = await promise;
  socket.close();
  return { code, output: Buffer.concat(chunks).toString() };
}

function exitCode(status: V1Status): number | null {
  if (status.status === 'Success') return 0;
  const cause = status.details?.causes?.find(({ reason }) => reason === 'ExitCode');
  return cause?.message === undefined ? null : Number(cause.message);
}
