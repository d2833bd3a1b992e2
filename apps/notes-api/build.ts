import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// CommonJS packages in the bundle call `require`, which does not exist in ES modules.
const banner = `import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);`;

/** Leaves out the body parser that Express always loads with half a megabyte of charsets; `jsonBody` replaces it. */
const withoutBodyParser: Plugin = {
  name: 'without-body-parser',
  setup: ({ onLoad }) => onLoad({ filter: /node_modules\/body-parser\/index\.js$/ }, () => ({ contents: '' })),
};

const sentMediaTypes = ['application/json', 'application/problem+json', 'text/plain', 'text/html'];

/** Reduces the 2,500 media types of Express, 1.7 MiB in memory, to those that the service sends. */
const fewMediaTypes: Plugin = {
  name: 'few-media-types',
  setup: ({ onLoad }) =>
    onLoad({ filter: /node_modules\/mime-db\/db\.json$/ }, async ({ path }) => {
      const all = Object.entries(JSON.parse(await readFile(path, 'utf8')) as object);
      return {
        contents: JSON.stringify(Object.fromEntries(all.filter(([type]) => sentMediaTypes.includes(type)))),
        loader: 'json',
      };
    }),
};

await rm(here('dist'), { recursive: true, force: true });
// Split, so that a process loads only the driver of its store. V8 keeps the source in memory, so whitespace is removed;
// names and short lines keep stacks readable, since source maps would take 30 MiB.
await build({
  entryPoints: [here('src/main.ts')],
  outdir: here('dist'),
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  banner: { js: banner },
  plugins: [withoutBodyParser, fewMediaTypes],
  minifyWhitespace: true,
  lineLimit: 160,
  external: ['pg-native'],
  legalComments: 'linked',
});
await cp(here('migrations'), here('dist/migrations'), { recursive: true });
// Marks the files as ES modules in the image, which has no other package.json.
await writeFile(here('dist/package.json'), '{ "type": "module" }\n');
