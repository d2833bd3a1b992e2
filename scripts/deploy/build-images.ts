import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Builder } from './builder.ts';
import { hasRegistry, type Loader } from './loader.ts';
import type { Image } from './overlay.ts';
import { root, shell } from './run-command.ts';
import { fillTemplate } from './template.ts';

/** Builds each image and brings it to the cluster, one after the other: they share layers. */
export async function buildImages(
  images: Image[],
  { builder, loader, signal }: { builder: Builder; loader: Loader; signal: AbortSignal },
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
  // every command is made before the first runs: a build is long, and a mistake in the last command is found at once
  const steps = images.map((image) => {
    const load = loader(image.name);
    return { name: image.name, build: fill(builder.build, image), load: load && fill(load, image) };
  });
  try {
    for (const { name, build, load } of steps) {
      console.log(`${name}: building`);
      await shell(build, signal);
      if (!load) continue;
      console.log(`${name}: loading into the cluster`);
      await shell(load, signal);
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
