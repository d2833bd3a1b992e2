import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Language, messageFor } from '@persistence-lab/language';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocalFile } from './local-file.ts';
import { createProgress } from './progress.ts';
import { createUnfinishedUploads } from './unfinished-uploads.ts';
import { uploadFile } from './upload-file.ts';

describe('the error of an upload', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-upload-test-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function errorOf(to: string, language: Language): Promise<string> {
    const path = join(folder, 'film.bin');
    await writeFile(path, 'content');
    const file = await openLocalFile(path);
    const progress = createProgress(file.size, { write: () => true }, language);
    const { signal } = new AbortController();
    const unfinished = createUnfinishedUploads(join(folder, 'state'));
    const sizes = { timeout: 0, chunkSize: 1024 };
    try {
      await uploadFile({ ...sizes, file, to, unfinished, signal, progress, language });
      return 'none';
    } catch (error) {
      return messageFor(error, language);
    } finally {
      await file.close();
    }
  }

  it.each([
    ['en', /^There is no uploader at http:\S+: the server answered 404: nothing here, and is not an uploader\.$/],
    ['pt-BR', /^Não há um uploader em http:\S+: o servidor respondeu 404: nothing here e não é um uploader\.$/],
  ] as const)('is written in the chosen language: %s', async (language, text) => {
    const server = createServer((_, response) => response.writeHead(404).end('nothing here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(await errorOf(`http://127.0.0.1:${port}`, language)).toMatch(text);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('is translated for a missing file', async () => {
    const error = await openLocalFile(join(folder, 'none')).catch((reason: unknown) => reason);
    expect(messageFor(error, 'pt-BR')).toMatch(/^Não foi possível ler \S+none: o arquivo não existe\.$/);
  });
});
