import { cp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Packages inside the bundle that are CommonJS call `require`, which an ES module doesn't have.
const banner = `import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);`;

/** Express loads its body parser, with half a megabyte of charsets, whether it is used or not: ours is `jsonBody`. */
const withoutBodyParser: Plugin = {
  name: 'without-body-parser',
  setup: ({ onLoad }) => onLoad({ filter: /node_modules\/body-parser\/index\.js$/ }, () => ({ contents: '' })),
};

await rm(here('dist'), { recursive: true, force: true });
// Split, so that a process reads no driver that its store doesn't need; not minified, so that a stack can
// be read: source maps would cost 30 MiB of memory.
await build({
  entryPoints: [here('src/main.ts')],
  outdir: here('dist'),
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  banner: { js: banner },
  plugins: [withoutBodyParser],
  external: ['pg-native'],
  legalComments: 'linked',
});
await cp(here('migrations'), here('dist/migrations'), { recursive: true });
// In the image no other package.json says that these files are ES modules.
await writeFile(here('dist/package.json'), '{ "type": "module" }\n');
