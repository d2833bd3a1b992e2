import { createFilesClient } from '@persistence-lab/api';
import { openKubernetes, type Replica, type Subject } from '@persistence-lab/cluster';
import { formatDuration } from '@persistence-lab/language';
import { createHash, randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { waitUntilReady } from './cluster-state.ts';
import { crash, deleteDataReplica, waitUntilServing } from './events.ts';
import { openForwarder } from './forwarder.ts';
import { nodePower, noPowerReason } from './node-power.ts';
import { uploadInTerminal } from './terminal-upload.ts';

const cluster = await openKubernetes();
afterAll(() => cluster.close());

const mebibyte = 1024 * 1024;
/** MiB of a long upload. */
const long = Number(process.env['UPLOAD_MIB'] ?? 512);
const clientOf = (replica: Replica) => createFilesClient({ baseUrl: 'http://replica', fetch: replica.fetch });

/** A file of random bytes, which is never whole in memory, and its hash. */
async function randomFile(mebibytes: number): Promise<{ folder: string; path: string; sha256: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'persistence-lab-upload-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'random.bin');
  const hash = createHash('sha256');
  await using file = await open(path, 'w');
  for (let count = 0; count < mebibytes; count += 1) {
    const chunk = randomBytes(mebibyte);
    hash.update(chunk);
    await file.write(chunk);
  }
  return { folder, path, sha256: hash.digest('hex') };
}

async function hashOf(response: Response): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of response.body!) hash.update(chunk);
  return hash.digest('hex');
}

it('an upload of 64 MiB to uploader-pvc keeps its hash through a crash and the deletion of its Pod', async () => {
  const subject = cluster.subject('uploader-pvc');
  const { path, sha256 } = await randomFile(64);
  const [first] = await waitUntilServing(cluster, subject);
  const [stored] = await clientOf(first!).upload([{ name: 'random.bin', content: await openAsBlob(path) }]);
  expect(stored).toMatchObject({ size: 64 * mebibyte, sha256 });
  onTestFinished(async () => clientOf((await waitUntilServing(cluster, subject))[0]!).delete(stored!.id));

  const [restarted] = await crash(cluster, subject);
  expect(await hashOf(await clientOf(restarted!).content(stored!.id)), 'after the crash').toBe(sha256);

  await deleteDataReplica(cluster, subject);
  const [replaced] = await waitUntilServing(cluster, subject);
  expect(await hashOf(await clientOf(replaced!).content(stored!.id)), 'after the deletion').toBe(sha256);
  expect(await clientOf(replaced!).meta(stored!.id)).toEqual(stored);
});

const isServing = ({ ready, terminating }: Replica) => ready && !terminating;

/** An address that forwards to one ready replica while it serves, and then to another. */
async function openAddress(subject: Subject) {
  let current: Replica | undefined;
  const choose = () => {
    const serving = cluster.replicas(subject).filter(isServing);
    current = serving.find(({ id }) => id === current?.id) ?? serving[0];
    return current;
  };
  const forwarder = await openForwarder(choose);
  onTestFinished(forwarder.close);
  return {
    url: forwarder.url,
    /** The replica that requests go to, as soon as there is one. */
    current: () =>
      cluster.waitUntil(`a replica of ${subject.name} serves`, choose, { timeout: 120_000, workload: subject }),
  };
}

/** Deletes the serving Pod at each of the first five tenths. */
function deleteFiveTimes(current: () => Promise<Replica>) {
  const deleted: Promise<string>[] = [];
  const deleteServing = async () => {
    const replica = await current();
    await cluster.delete(replica);
    return replica.id;
  };
  return {
    atTenth: (tenth: number) => void (tenth <= 5 && deleted.push(deleteServing())),
    ids: () => Promise.all(deleted),
  };
}

const power = nodePower(cluster.name);

/** Cuts the power of the serving replica's node, and restores it after the test. */
async function cutPower(current: () => Promise<Replica>): Promise<string> {
  const { node } = await current();
  onTestFinished(async () => {
    await power!(node!, 'on');
    const isReady = () => cluster.nodes().some(({ name, ready }) => name === node && ready);
    await cluster.waitUntil(`${node} is ready again`, isReady, { timeout: 120_000 });
    await waitUntilReady(cluster);
  }, 300_000);
  await power!(node!, 'off');
  return node!;
}

async function uploadLong(onTenth: (tenth: number, current: () => Promise<Replica>) => void) {
  const subject = cluster.subject('uploader-pvc-rwx');
  await waitUntilServing(cluster, subject);
  const { folder, path, sha256 } = await randomFile(long);
  const address = await openAddress(subject);
  const began = performance.now();
  const result = await uploadInTerminal({
    file: path,
    to: address.url,
    state: folder,
    onTenth: (tenth) => onTenth(tenth, address.current),
  });
  const { output, errors } = result;
  console.log(`${errors}\n${output}${formatDuration(performance.now() - began)}`);
  expect(result).toMatchObject({ code: 0, output: expect.stringContaining(sha256) });
  const id = output.trim().split('/').at(-1)!;
  const client = clientOf(await address.current());
  onTestFinished(async () => clientOf(await address.current()).delete(id));
  expect(await client.meta(id)).toMatchObject({ size: long * mebibyte, sha256 });
  expect(await client.verify(id)).toMatchObject({ intact: true });
}

const slow = { timeout: 900_000 };

describe(`an upload of ${long} MiB to uploader-pvc-rwx, from a terminal,`, () => {
  it('survives five deletions of its serving Pod', slow, async () => {
    let deletions: ReturnType<typeof deleteFiveTimes> | undefined;
    await uploadLong((tenth, current) => (deletions ??= deleteFiveTimes(current)).atTenth(tenth));
    expect(new Set(await deletions!.ids()).size).toBe(5);
  });

  it("survives a power cut of its serving Pod's node", slow, async ({ skip }: TestContext) => {
    skip(!power, noPowerReason);
    skip(cluster.nodes().filter(({ ready }) => ready).length < 2, 'the cluster has only one node');
    let cut: Promise<string> | undefined;
    await uploadLong((tenth, current) => void (tenth === 3 && (cut ??= cutPower(current))));
    expect(await cut).toMatch(/./);
  });
});

it('reports that an upload to uploader-emptydir was lost with its Pod', async () => {
  const subject = cluster.subject('uploader-emptydir');
  await waitUntilServing(cluster, subject);
  const { folder, path, sha256 } = await randomFile(200);
  const address = await openAddress(subject);
  const upload = { file: path, to: address.url, state: folder };
  let deleted: Promise<void> | undefined;
  const onTenth = (tenth: number) => void (tenth === 3 && (deleted ??= address.current().then(cluster.delete)));
  const first = await uploadInTerminal({ ...upload, onTenth });
  await deleted;
  const isLost = { code: 1, errors: expect.stringMatching(/The upload is gone: the storage of .* lost it/) };
  expect(first).toMatchObject(isLost);
  expect(await uploadInTerminal(upload), 'a second attempt').toMatchObject(isLost);
  const restarted = await uploadInTerminal({ ...upload, restart: true });
  expect(restarted).toMatchObject({ code: 0, output: expect.stringContaining(sha256) });
  const id = restarted.output.trim().split('/').at(-1)!;
  await clientOf(await address.current()).delete(id);
});
