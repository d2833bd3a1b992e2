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

/** Ends the process once all output is written: an abandoned request to a silent server must not keep it running. */
export async function flushAndExit(): Promise<void> {
  await Promise.all(outputs.map((output) => new Promise<void>((resolve) => output.write('', () => resolve()))));
  process.exit();
}
