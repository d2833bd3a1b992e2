const outputs = [process.stdout, process.stderr];

/** A pipe that nobody reads any more, as after `| head`, or a terminal that was closed. */
export const isReaderGone = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE' || code === 'EIO';

/** Lets whoever reads our output go when he has seen enough: that is no failure of what is still to be done. */
export function forgiveGoneReaders(): void {
  for (const output of outputs)
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (!isReaderGone(error)) throw error;
    });
}

/**
 * Ends the process once all that was said is read, however slowly: a question that was given up may still be open to a
 * server that does not answer, and nobody is to wait for that.
 */
export async function endWhenSaid(): Promise<void> {
  await Promise.all(outputs.map(said));
  process.exit();
}

const said = (output: NodeJS.WriteStream) => new Promise<void>((resolve) => output.write('', () => resolve()));
