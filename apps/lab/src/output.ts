const outputs = [process.stdout, process.stderr];

/** Whether nothing reads the output any more: a closed pipe, as after `| head`, or a closed terminal. */
export const isBrokenPipe = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE' || code === 'EIO';

/** Ignores EPIPE and EIO, so that `| head` cannot abort the clean-up. */
export function ignoreBrokenPipe(): void {
  for (const output of outputs)
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (!isBrokenPipe(error)) throw error;
    });
}

/** Exits once all output is written: a pending request to a server that does not answer must not keep it running. */
export async function flushAndExit(): Promise<void> {
  await Promise.all(outputs.map((output) => new Promise<void>((resolve) => output.write('', () => resolve()))));
  process.exit();
}
