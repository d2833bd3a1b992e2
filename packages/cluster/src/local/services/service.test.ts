import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as immediate } from 'node:timers/promises';
import { freePort, portIsFree } from '@persistence-lab/local-servers';
import { expect, it, onTestFinished } from 'vitest';
import { openService, type Service } from './service.ts';

interface FakeReplica {
  readonly port: number;
  readonly connected: Set<Socket>;
  /** Ends as a killed process does. */
  die(): void;
}

/** Does `serve` for each connection. */
async function replica(serve: (socket: Socket) => void): Promise<FakeReplica> {
  const connected = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    connected.add(socket);
    socket.on('error', () => undefined).on('close', () => connected.delete(socket));
    serve(socket);
  }).listen(0, '127.0.0.1');
  const die = () => {
    server.close();
    for (const socket of connected) socket.resetAndDestroy();
  };
  onTestFinished(die);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, connected, die };
}

/** Sends its name, then echoes what it receives. */
const echo = (name: string) => replica((socket) => (socket.write(`${name}:`), socket.pipe(socket)));

async function serviceOf(endpoints: () => FakeReplica[]): Promise<Service> {
  const service = await openService(await freePort(), () => endpoints().map(({ port }) => port));
  onTestFinished(() => service.close().catch(() => undefined));
  return service;
}

async function dial({ port }: Service): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function ask(service: Service, question: string): Promise<string> {
  const socket = await dial(service);
  socket.end(question);
  return text(socket);
}

it('takes ready replicas in turn, and leaves out those that are no longer ready', async () => {
  let ready = [await echo('a'), await echo('b')];
  const service = await serviceOf(() => ready);
  const answers = [await ask(service, '1'), await ask(service, '2'), await ask(service, '3'), await ask(service, '4')];
  expect(answers.toSorted()).toEqual(['a:1', 'a:3', 'b:2', 'b:4']);
  ready = ready.slice(1);
  expect([await ask(service, '5'), await ask(service, '6')]).toEqual(['b:5', 'b:6']);
});

/** Hears its client out, then says how many bytes these were, and as many of its own. */
const counter = () =>
  replica((socket) => {
    let bytes = 0;
    socket.on('data', (chunk) => (bytes += chunk.length));
    socket.on('end', () => socket.end(`${bytes}:${'x'.repeat(bytes)}`));
  });

/** The bytes that a slow reader receives. */
async function countSlowly(socket: Socket): Promise<number> {
  let bytes = 0;
  for await (const chunk of socket) {
    bytes += (chunk as Buffer).length;
    await immediate();
  }
  return bytes;
}

it('passes on every byte in both directions, also to a slow client whose replica is long done', async () => {
  const sent = 'x'.repeat(16 * 1024 * 1024);
  const only = await counter();
  const client = await dial(await serviceOf(() => [only]));
  client.end(sent);
  expect(await countSlowly(client)).toBe(`${sent.length}:`.length + sent.length);
});

it.each([
  ['no replica is ready', () => []],
  ['a replica does not answer', () => [{ port: 1, connected: new Set<Socket>(), die: () => undefined }]],
])('resets a connection at once while %s', async (_, endpoints) => {
  const service = await serviceOf(endpoints);
  await expect(ask(service, 'anybody?')).rejects.toMatchObject({ code: 'ECONNRESET' });
});

it('ends the connections of a replica that goes, and of no other', async () => {
  const [goes, stays] = [await echo('goes'), await echo('stays')];
  let ready = [goes];
  const service = await serviceOf(() => ready);
  const lost = await dial(service);
  await once(lost, 'data');
  ready = [stays];
  const kept = await dial(service);
  await once(kept, 'data');
  goes.die();
  await expect(text(lost)).rejects.toMatchObject({ code: 'ECONNRESET' });
  kept.end('still here');
  expect(await text(kept)).toBe('still here');
});

it('lets no client write to a replica that has ended the connection', async () => {
  const only = await replica((socket) => socket.write('enough'));
  const client = await dial(await serviceOf(() => [only]));
  await once(client, 'data');
  for (const socket of only.connected) socket.destroy();
  await once(client.on('error', () => undefined).resume(), 'end');
  await expect.poll(() => (client.write('more?'), client.destroyed)).toBe(true);
});

it('passes a reset by the client on to the replica, which is no end of a request', async () => {
  const events: unknown[] = [];
  const only = await replica((socket) => {
    socket.on('error', ({ code }: NodeJS.ErrnoException) => events.push(code)).on('end', () => events.push('end'));
    socket.write('listening');
    socket.resume();
  });
  const client = await dial(await serviceOf(() => [only]));
  await once(client, 'data');
  client.resetAndDestroy();
  await expect.poll(() => events).toEqual(['ECONNRESET']);
});

it('leaves no connection and no port behind once it is closed', async () => {
  const only = await echo('only');
  const service = await serviceOf(() => [only]);
  const clients = [await dial(service), await dial(service)];
  await Promise.all(clients.map((client) => once(client, 'data')));
  const gone = clients.map((client) => once(client.resume(), 'end'));
  await service.close();
  await Promise.all(gone);
  await expect.poll(() => only.connected.size).toBe(0);
  expect(await portIsFree(service.port)).toBe(true);
});

it('refuses a port that is in use', async () => {
  const { port } = await echo('other');
  await expect(openService(port, () => [])).rejects.toMatchObject({ code: 'EADDRINUSE', port });
});
