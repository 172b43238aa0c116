import { defineConfig } from '@playwright/test'

const chromium = {
  // Chromium without windows: the other one starts them although nobody sees them.
  executablePath: '/usr/bin/chromium-headless-shell',
  args: [
    // As root Chromium refuses to start with its sandbox.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--disable-gpu-rasterization',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
}

// Each worker reads the tests anew, and must find the same ones; the short form is the same in every run.
if (process.env['PC_SWITCHER_TEST_LONG'] === '1')
  process.env['PC_SWITCHER_TEST_SEED'] ??= String(Math.floor(Math.random() * 1_000_000))

/** No second tries: a switch that works sometimes does not work. One pair of laptops, so one worker; pages share nothing. */
export default defineConfig({
  testDir: 'e2e',
  projects: [
    { name: 'faces', testMatch: 'fixtures/faces.setup.ts' },
    {
      name: 'pages',
      testDir: 'e2e/fixtures',
      fullyParallel: true,
      // Pages in memory answer at once: one that does not is broken.
      timeout: 90_000,
      dependencies: ['faces'],
      // Recording what is rarely looked at costs more than the tests themselves; a failure has its picture.
      use: { trace: 'off' },
    },
    { name: 'gallery', testDir: 'e2e/gallery', dependencies: ['faces'], use: { trace: 'off' } },
    { name: 'laptops', testIgnore: ['fixtures/**', 'gallery/**'] },
  ],
  outputDir: 'test-results/e2e',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  // Laptops are asked before a page can say anything: patience, on a machine that carries two of them.
  expect: { timeout: 30_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: chromium,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
