import { portIsFree } from '@persistence-lab/local-servers';

// below where systems take the ports of outgoing connections from: one of those could take it before its server does
const first = 20_000;
const count = 12_000;

/** Gives a free port of 127.0.0.1, each time another one, as long as there are. */
export function createPortRange(start = Math.floor(Math.random() * count)): () => Promise<number> {
  let next = start;
  return async () => {
    for (let tried = 0; tried < count; tried++) {
      const port = first + (next++ % count);
      if (await portIsFree(port)) return port;
    }
    throw new Error(`no port from ${first} to ${first + count - 1} is free`);
  };
}
