import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Print, root } from '@persistence-lab/command-line';
import type { Image } from '../overlay.ts';
import { runShell } from '../run-program.ts';
import type { Builder } from './builder.ts';
import { hasRegistry, type Loader } from './loader.ts';
import { fillTemplate } from './template.ts';

/** Builds each image and loads it into the cluster, one after the other: they share layers. */
export async function buildImages(
  images: Image[],
  { builder, loader, signal, print }: { builder: Builder; loader: Loader; signal: AbortSignal; print: Print },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'persistence-lab-image-'));
  const fill = (template: string, { name, target }: Image) =>
    fillTemplate(template, {
      image: name,
      reference: fullName(name),
      file: join(root, 'Dockerfile'),
      context: root,
      target,
      archive: join(folder, `${target}.tar`),
    });
  // Fill in every command before the first runs: a mistake in the last one must not wait for a build.
  const steps = images.map((image) => {
    const load = loader(image.name);
    return { name: image.name, build: fill(builder.build, image), load: load && fill(load, image) };
  });
  try {
    for (const { name, build, load } of steps) {
      print({ en: `${name}: building`, 'pt-BR': `${name}: construindo` });
      await runShell(build, signal);
      if (!load) continue;
      print({ en: `${name}: loading into the cluster`, 'pt-BR': `${name}: carregando no cluster` });
      await runShell(load, signal);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** persistence-lab/notes-api:dev is short for docker.io/persistence-lab/notes-api:dev. */
export function fullName(image: string): string {
  if (hasRegistry(image)) return image;
  return image.includes('/') ? `docker.io/${image}` : `docker.io/library/${image}`;
}
