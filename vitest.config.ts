import { defineConfig } from 'vitest/config'
import { perlAsText } from './test/perl-as-text.ts'

/**
 * `unit` runs anywhere in seconds; `real` needs root and btrfs; `laptops` needs the practice pair, `unpaired` one whose laptops
 * nobody has paired yet, `in-top` such a one of which the first has everything in the top level of its disk.
 */
export default defineConfig({
  test: {
    // What was transformed once is read the next time, by its content: a quarter of what the unit tests cost.
    experimental: { fsModuleCache: true, fsModuleCachePath: 'node_modules/.cache/vitest' },
    projects: [
      {
        plugins: [perlAsText],
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          // A process for each file would spend most of its time on loading the same modules: nothing here changes a module.
          isolate: false,
          // Many wait for something else than the processor.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        plugins: [perlAsText],
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          environment: 'node',
          // One file at a time in a mount namespace: a file that starts a program with mounts of its own would keep the
          // disks of another from being unmounted. scripts/parts.mjs gives each half of the files namespaces.
          fileParallelism: false,
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [perlAsText],
        test: {
          name: 'laptops',
          // Not by `exclude`, which would override the one of the command line (scripts/parts.mjs).
          include: ['test/laptops/!(pairing*|in-top).test.ts'],
          environment: 'node',
          globalSetup: ['test/laptops-setup.ts'],
          setupFiles: ['test/laptops-reset.ts'],
          fileParallelism: false,
          isolate: false,
          sequence: { shuffle: false },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        plugins: [perlAsText],
        test: {
          name: 'in-top',
          include: ['test/laptops/in-top.test.ts'],
          environment: 'node',
          env: { PC_SWITCHER_TEST_PAIR: 'intop' },
          globalSetup: ['test/laptops-in-top-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        plugins: [perlAsText],
        test: {
          name: 'unpaired',
          include: ['test/laptops/pairing*.test.ts'],
          environment: 'node',
          env: { PC_SWITCHER_TEST_PAIR: 'unpaired' },
          globalSetup: ['test/laptops-unpaired-setup.ts'],
          fileParallelism: false,
          sequence: { shuffle: false },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
