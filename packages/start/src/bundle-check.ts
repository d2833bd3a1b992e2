import { type BuildFailure, context, formatMessages, type Plugin } from 'esbuild';

export interface CheckOutcome {
  /** The code differs from the last one without errors. */
  readonly changed: boolean;
  /** The messages of esbuild when it cannot be built. */
  readonly errors?: string;
}

/** The packages of the project are part of a program; all others do not change while it runs. */
const externalPackages: Plugin = {
  name: 'external-packages',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@persistence-lab/') ? undefined : { path, external: true },
    ),
};

/** Bundles a program in memory, to find whether its code, that of imported packages included, has changed or has errors. */
export async function createBundleCheck(root: string, entry: string) {
  const esbuild = await context({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    plugins: [externalPackages],
    logLevel: 'silent',
  });
  let hash: string | undefined;
  return {
    async check(): Promise<CheckOutcome> {
      try {
        const { outputFiles } = await esbuild.rebuild();
        const before = hash;
        hash = outputFiles[0]!.hash;
        return { changed: hash !== before };
      } catch (error) {
        const { errors } = error as Partial<BuildFailure>;
        if (errors === undefined) throw error;
        return { changed: false, errors: (await formatMessages(errors, { kind: 'error' })).join('') };
      }
    },
    close: () => esbuild.dispose(),
  };
}
