import { languageOf, type Print, runCommand } from '@persistence-lab/command-line';
import { applyOverlay } from './apply.ts';
import { printEndpoints } from './endpoints.ts';
import { buildImages } from './images/build-images.ts';
import { chooseBuilder } from './images/builder.ts';
import { chooseLoader } from './images/loader.ts';
import { checkKubectl } from './kubectl.ts';
import { readOptions } from './options.ts';
import { imagesOf, readOverlay } from './overlay.ts';
import { waitUntilReady } from './wait-until-ready.ts';

/** `npm run deploy`: from the sources to services that answer. */
export async function deploy(args: readonly string[]): Promise<void> {
  const language = languageOf(args);
  const print: Print = (text) => console.log(text[language]);
  await runCommand(async (signal) => {
    const options = readOptions(args, language);
    const kubectl = await checkKubectl(options.context, signal);
    const overlay = await readOverlay(kubectl, options.overlay);
    // With --no-build the images come from elsewhere, and so do their ids.
    const images = options.build ? imagesOf(overlay.objects) : [];
    if (options.build) {
      const builder = await chooseBuilder(kubectl, options.buildCommand);
      const loader = await chooseLoader(kubectl, builder, options.loadCommand);
      await buildImages(images, { builder, loader, signal, print });
    }
    await applyOverlay(kubectl, overlay, { images, print });
    await waitUntilReady(overlay, { ...options, signal, print });
    await printEndpoints(kubectl, overlay, print);
  }, language);
}
