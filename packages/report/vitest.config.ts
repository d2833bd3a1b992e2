import { defineConfig } from 'vitest/config';

// Tests in a browser are slow on a busy machine.
export default defineConfig({ test: { testTimeout: 60_000 } });
