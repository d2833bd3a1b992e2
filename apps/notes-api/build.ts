import { cp, readFile, rm, writeFile } from 'node:fs/promises';
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

const answered = ['application/json', 'application/problem+json', 'text/plain', 'text/html'];

/** Express knows 2,500 media types, 1.7 MiB of them in memory: here are those that this service answers. */
const fewMediaTypes: Plugin = {
  name: 'few-media-types',
  setup: ({ onLoad }) =>
    onLoad({ filter: /node_modules\/mime-db\/db\.json$/ }, async ({ path }) => {
      const all = Object.entries(JSON.parse(await readFile(path, 'utf8')) as object);
      return {
        contents: JSON.stringify(Object.fromEntries(all.filter(([type]) => answered.includes(type)))),
        loader: 'json',
      };
    }),
};

await rm(here('dist'), { recursive: true, force: true });
// Split, so that a process reads no driver that its store doesn't need. V8 keeps the text in memory, so it has
// no spaces; names and short lines stay, so that a stack can be read: source maps would cost 30 MiB.
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
// In the image no other package.json says that these files are ES modules.
await writeFile(here('dist/package.json'), '{ "type": "module" }\n');
