import { createFilesClient } from '@persistence-lab/api';
import { openKubernetes, type Replica } from '@persistence-lab/cluster';
import { createHash, randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { crash, deleteHolder, holderOf, serving } from './events.ts';
import { createPin } from './pins.ts';

const cluster = await openKubernetes();
afterAll(() => cluster.close());

const mebibyte = 1024 * 1024;
const clientOf = (replica: Replica) => createFilesClient({ baseUrl: 'http://replica', fetch: replica.fetch });

/** A file of random bytes, never whole in memory, and its hash. */
async function randomFile(mebibytes: number): Promise<{ path: string; sha256: string }> {
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
  return { path, sha256: hash.digest('hex') };
}

async function hashOf(response: Response): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of response.body!) hash.update(chunk);
  return hash.digest('hex');
}

it('an upload of 200 MiB to uploader-pvc outlives a crash and a deleted pod with its hash', async () => {
  const subject = cluster.subject('uploader-pvc');
  const { path, sha256 } = await randomFile(200);
  const [first] = await serving(cluster, subject);
  const [stored] = await clientOf(first!).upload([{ name: 'random.bin', content: await openAsBlob(path) }]);
  expect(stored).toMatchObject({ size: 200 * mebibyte, sha256 });
  onTestFinished(async () => clientOf((await serving(cluster, subject))[0]!).delete(stored!.id));

  const [restarted] = await crash(cluster, subject);
  expect(await hashOf(await clientOf(restarted!).content(stored!.id)), 'after the crash').toBe(sha256);

  const { node } = holderOf(cluster, subject);
  await createPin(cluster)(node!, () => deleteHolder(cluster, subject));
  const [replaced] = await serving(cluster, subject);
  expect(await hashOf(await clientOf(replaced!).content(stored!.id)), 'after the deletion').toBe(sha256);
  expect(await clientOf(replaced!).meta(stored!.id)).toEqual(stored);
});
