import type { IncomingMessage } from 'node:http';

/**
 * Calls `onStall` when the sender sends nothing for so many milliseconds. While we are the ones who
 * do not read (the disk is slow) the time does not count. Returns what ends the watch.
 */
export function watchProgress(request: IncomingMessage, milliseconds: number, onStall: () => void): () => void {
  const timer = setTimeout(() => {
    if (request.isPaused()) timer.refresh();
    else onStall();
  }, milliseconds);
  const progress = () => void timer.refresh();
  const stop = () => {
    clearTimeout(timer);
    request.off('data', progress).off('end', stop);
  };
  request.on('data', progress).once('end', stop);
  return stop;
}
