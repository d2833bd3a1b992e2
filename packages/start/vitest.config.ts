import { defineConfig } from 'vitest/config';

// Tests that start processes may have to wait for a busy machine.
export default defineConfig({ test: { testTimeout: 180_000 } });
