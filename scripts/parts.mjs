// @ts-check
/** What `npm test` consists of, and what runs beside what. */
import path from 'node:path'

/** The practice pairs; each carries one part at a time. Those of `unpaired` and `intop` have no pc-switcher yet. */
export const pairs = /** @type {const} */ (['test', 'testb', 'unpaired', 'intop'])
export const reports = 'test-results'

/** Parts in one lane wait for each other, lanes run side by side: one more than cores, because each waits now and then. */
export const lanes = /** @type {const} */ (['machine', 'test', 'testb'])
/** @typedef {typeof lanes[number]} Lane */

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} title
 * @property {readonly [string, ...string[]]} argv
 * @property {import('./results.mjs').ReportKind} kind
 * @property {string} report
 * @property {number} limitMinutes after which it hangs, not works
 * @property {Lane} lane
 * @property {'test' | 'testb'} [pair] of those that nobody has to pair first; without it, `test`
 */

const top = path.dirname(import.meta.dirname)

/**
 * Those that wait most, for links that are cut and for laptops and programs that restart or hang, and two that fill their
 * lane: half of the work of test/laptops.
 */
const patient = [
  'addresses',
  'beforehand',
  'bundles',
  'container-images',
  'copies',
  'faults',
  'fetched',
  'guests',
  'hangs',
  'interruption',
  'jobs',
  'power-cuts',
  'random-switches',
  'restore-broken',
  'rollback',
  'settings',
  'syncthing',
  'bring',
  'undo',
  'bad-input',
  'door',
  'in-use',
  'verify',
]
/** A fifth of the work of test/laptops: whatever installs, removes or compares packages. */
const ofPackages = [
  'containers',
  'flatpak',
  'flatpak-sources',
  'many-packages',
  'package',
  'package-archives',
  'package-downloads',
  'package-failures',
  'package-files',
  'package-holds',
  'package-later',
  'package-rules',
  'package-sources',
  'package-units',
  'packages',
  'packages-apply',
  'snaps',
]
/**
 * One tail of a story each, or another engine of what the other files show: only in the long form. The story itself, with its faults,
 * is in every run.
 */
const ofLongForm = [
  'addresses',
  'bad-input',
  'beforehand',
  'bring',
  'caches',
  'compare',
  'container-images',
  'databases',
  'docker',
  'door',
  'fetched',
  'flatpak',
  'flatpak-sources',
  'guests',
  'hangs',
  'home-broken-off',
  'home-left-out',
  'home-looking',
  'home-mounted',
  'home-newer',
  'in-use',
  'kept',
  'many-packages',
  'owners',
  'package-archives',
  'package-downloads',
  'package-failures',
  'package-files',
  'package-holds',
  'package-later',
  'package-rules',
  'package-sources',
  'package-units',
  'power-cuts',
  'random-switches',
  'restore-broken',
  'settings',
  'snaps',
  'syncthing',
  'transfers',
  'verify',
]
/** How a laptop without subvolumes is given one is also in the part `laptops-in-top`, of the long form. */
const ofLongFormReal = [
  'changed-ranges',
  'completion',
  'copies-bucket',
  'home-earlier-lists',
  'rollback-extra',
  'state-subvolume',
]
/** Less than half of the work of test/real: the checks come before the others, and the pages after these. */
const ofSnapshots = [
  'rollback',
  'rollback-extra',
  'rollback-faults',
  'rollback-plan',
  'restore-killed',
  'restore-received',
  'snapshot-delete',
  'snapshot-layouts',
  'snapshot-list',
  'snapshots',
  'state-subvolume',
]

/**
 * @param {Pick<Part, 'name' | 'title' | 'lane' | 'pair'>} part
 * @param {'real' | 'laptops' | 'unpaired' | 'in-top'} project
 * @param {readonly string[]} files
 * @returns {Part}
 */
const vitest = (part, project, files) => {
  /** @type {Part['argv']} */
  const argv = [
    path.join(top, 'node_modules/.bin/vitest'),
    ...['run', '--project', project, '--reporter', 'default', '--reporter', 'json'],
    ...['--outputFile.json', `${reports}/${part.name}.json`],
    ...files,
  ]
  return {
    ...part,
    // Neither half of the files holds mounts of the other, nor looks at every process of the practice laptops.
    argv: project === 'real' ? [process.execPath, 'scripts/own-namespaces.mjs', ...argv] : argv,
    kind: 'vitest',
    report: `${reports}/${part.name}.json`,
    // All parts share two cores: a part of laptops that hangs is told from one that waits for the others.
    limitMinutes: 75,
  }
}

/** @param {Pick<Part, 'title' | 'lane'>} part @param {'pages' | 'laptops'} project @returns {Part} */
const playwright = (part, project) => ({
  ...part,
  name: `e2e-${project}`,
  argv: [
    path.join(top, 'node_modules/.bin/playwright'),
    ...['test', '--project', project, '--output', `${reports}/e2e-${project}`, '--workers', '1'],
  ],
  kind: 'playwright',
  report: `${reports}/e2e-${project}.json`,
  limitMinutes: 40,
})

/** @param {'real' | 'laptops'} project @param {readonly string[]} names */
const files = (project, names) => names.map((name) => `test/${project}/${name}.test.ts`)
/** @param {readonly string[]} names */
const inShort = (names) => names.filter((name) => !ofLongForm.includes(name))
/** @param {readonly string[]} names */
const allBut = (names) => names.flatMap((name) => ['--exclude', name])

/** @param {boolean} isLong @returns {readonly Part[]} */
export const partsOf = (isLong) => [
  {
    name: 'check',
    title: 'Types, style, layers, unused code, unit tests',
    argv: [process.execPath, 'scripts/check.mjs', '--report', `${reports}/check.json`],
    kind: 'plain',
    report: `${reports}/check.json`,
    limitMinutes: 20,
    lane: 'machine',
  },
  vitest(
    { name: 'laptops', title: 'Two practice laptops', lane: 'test' },
    'laptops',
    allBut(files('laptops', [...patient, ...ofPackages, ...(isLong ? [] : ofLongForm)])),
  ),
  vitest(
    { name: 'laptops-interrupted', title: 'Two practice laptops that are interrupted', lane: 'testb', pair: 'testb' },
    'laptops',
    files('laptops', isLong ? patient : inShort(patient)),
  ),
  vitest(
    { name: 'real', title: 'Real tools and real btrfs on this machine', lane: 'machine' },
    'real',
    allBut(files('real', [...ofSnapshots, ...(isLong ? [] : ofLongFormReal)])),
  ),
  vitest(
    { name: 'real-snapshots', title: 'Snapshots and rollbacks on real btrfs', lane: 'machine' },
    'real',
    files('real', isLong ? ofSnapshots : ofSnapshots.filter((name) => !ofLongFormReal.includes(name))),
  ),
  ...(isLong
    ? [
        vitest(
          { name: 'laptops-in-top', title: 'A laptop without subvolumes is paired', lane: 'machine' },
          'in-top',
          [],
        ),
      ]
    : []),
  vitest(
    { name: 'laptops-packages', title: 'Packages of two practice laptops', lane: 'testb', pair: 'testb' },
    'laptops',
    files('laptops', isLong ? ofPackages : inShort(ofPackages)),
  ),
  playwright({ title: 'Every state of every page in Chromium', lane: 'testb' }, 'pages'),
  playwright({ title: 'End to end in Chromium on the practice laptops', lane: 'test' }, 'laptops'),
  vitest({ name: 'laptops-unpaired', title: 'Two practice laptops that are paired', lane: 'test' }, 'unpaired', []),
]
