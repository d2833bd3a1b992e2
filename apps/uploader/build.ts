import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Bundled CommonJS packages call `require`, which an ES module does not have.
const banner = `import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);`;

/** Express always loads body-parser, with half a megabyte of charsets. The uploader parses forms with busboy instead. */
const withoutBodyParser: Plugin = {
  name: 'without-body-parser',
  setup: ({ onLoad }) => onLoad({ filter: /node_modules\/body-parser\/index\.js$/ }, () => ({ contents: '' })),
};

await rm(here('dist'), { recursive: true, force: true });
// Not minified, so that stack traces are readable without source maps, which cost memory.
await build({
  entryPoints: [here('src/main.ts')],
  outdir: here('dist'),
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  banner: { js: banner },
  plugins: [withoutBodyParser],
  legalComments: 'linked',
});
