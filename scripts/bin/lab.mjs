#!/usr/bin/env node
// `npx lab` is `npm run lab --`: both get a suitable Node and the packages first. Plain JavaScript for any Node from 18.
process.argv.splice(2, 0, 'lab');
await import('../run.mjs');
