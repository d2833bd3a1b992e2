// Builds the images, brings an overlay up in the current cluster and says how to reach it
import { applyOverlay } from './apply.ts';
import { chooseBuilder } from './builder.ts';
import { buildImages } from './build-images.ts';
import { chooseLoader } from './loader.ts';
import { checkKubectl } from './kubectl.ts';
import { readOptions } from './options.ts';
import { imagesOf, readOverlay } from './overlay.ts';
import { printHowToReach } from './reach.ts';
import { runScript } from './run-script.ts';
import { waitUntilSettled } from './wait.ts';

await runScript(async (signal) => {
  const options = readOptions(process.argv.slice(2));
  const kubectl = await checkKubectl(options.context, signal);
  const overlay = await readOverlay(kubectl, options.overlay);

  // an image that was not built here is none of our business
  const images = options.build ? imagesOf(overlay.objects) : [];
  if (options.build) {
    const builder = await chooseBuilder(kubectl, options.buildCommand);
    const loader = await chooseLoader(kubectl, builder, options.loadCommand);
    await buildImages(images, { builder, loader, signal });
  }
  await applyOverlay(kubectl, overlay, images);
  await waitUntilSettled(overlay, options, signal);
  await printHowToReach(kubectl, overlay);
});
