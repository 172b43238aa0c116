// @ts-check
/**
 * Every test there is, in three places side by side: this machine itself, and two practice pairs, on which much of the
 * time is waiting. Then the pairs go down, whatever happened, and what was left behind counts as a failed test. Started by start.mjs, as root. `--only check,e2e-pages` runs some parts.
 */
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { findLeaks, runMark, takeInventory } from './leaks.mjs'
import { notRunThisTime, readNotRunHere } from './not-run-here.mjs'
import { judge, readReport } from './results.mjs'
import { runCommand } from './run-command.mjs'

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} title
 * @property {readonly [string, ...string[]]} argv
 * @property {import('./results.mjs').ReportKind} kind
 * @property {string} report
 * @property {number} limitMinutes after which it hangs, not works
 * @property {'alone' | 'machine' | 'test' | 'testb'} place parts in one place wait for each other; the last two are pairs.
 *   `alone` comes first
 */

const top = path.dirname(import.meta.dirname)
const pairs = /** @type {const} */ (['test', 'testb'])
const run = `${String(process.pid)}-${String(Date.now())}`
const reports = 'test-results'

/** @param {string} name @param {string} title @param {Part['place']} place @param {readonly string[]} files @returns {Part} */
const vitest = (name, title, place, files = []) => ({
  place,
  name,
  title,
  argv: [
    path.join(top, 'node_modules/.bin/vitest'),
    ...['run', '--project', name === 'real' ? 'real' : 'laptops', '--reporter', 'default', '--reporter', 'json'],
    ...['--outputFile.json', `${reports}/${name}.json`],
    ...files,
  ],
  kind: 'vitest',
  report: `${reports}/${name}.json`,
  limitMinutes: 40,
})

/** Those that wait most: for links that are cut, for laptops and programs that restart or hang. */
const patient = ['interruption', 'restore-broken', 'rollback', 'syncthing', 'bad-input', 'door']

/** @param {string} project @param {string} title @param {Part['place']} place @param {readonly string[]} options @returns {Part} */
const playwright = (project, title, place, options) => ({
  place,
  name: `e2e-${project}`,
  title,
  argv: [
    path.join(top, 'node_modules/.bin/playwright'),
    'test',
    '--project',
    project,
    '--output',
    `${reports}/e2e-${project}`,
    ...options,
  ],
  kind: 'playwright',
  report: `${reports}/e2e-${project}.json`,
  limitMinutes: 20,
})

/** @type {readonly Part[]} */
const parts = [
  {
    name: 'check',
    title: 'Types, style, layers, unused code, unit tests',
    argv: [process.execPath, 'scripts/check.mjs', '--report', `${reports}/check.json`],
    kind: 'plain',
    report: `${reports}/check.json`,
    limitMinutes: 10,
    place: 'alone',
  },
  vitest(
    'laptops',
    'Two practice laptops',
    'test',
    patient.flatMap((file) => ['--exclude', `test/laptops/${file}.test.ts`]),
  ),
  vitest(
    'laptops-interrupted',
    'Two practice laptops that are interrupted',
    'testb',
    patient.map((file) => `test/laptops/${file}.test.ts`),
  ),
  vitest('real', 'Real tools and real btrfs on this machine', 'machine'),
  playwright('pages', 'Every state of every page in Chromium', 'machine', ['--workers', '1']),
  playwright('laptops', 'End to end in Chromium on the practice laptops', 'test', ['--workers', '1']),
]

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const wanted = values.only?.split(',') ?? parts.map(({ name }) => name)
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name))

const interrupted = new AbortController()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => interrupted.abort())

/** @returns {Promise<number>} */
async function main() {
  if (unknown.length > 0)
    throw new Error(`There is no part called ${unknown.join(', ')}: ${parts.map(({ name }) => name).join(', ')}.`)
  process.chdir(top)
  mkdirSync(reports, { recursive: true })
  const before = takeInventory()
  const started = performance.now()
  const all = { passed: 0, failed: /** @type {string[]} */ ([]), skipped: /** @type {string[]} */ ([]) }
  try {
    const chosen = parts.filter(({ name }) => wanted.includes(name))
    /** @param {Part['place']} place */
    const runThose = async (place) => {
      for (const part of chosen.filter((one) => one.place === place)) add(all, part, await runUnlessStopped(part))
    }
    await runThose('alone')
    await Promise.all([runThose('test'), runThose('testb'), runThose('machine')])
  } finally {
    await Promise.all(pairs.map(bringPairDown))
  }
  const leaks = findLeaks(before, takeInventory(), { pairs, run })
  if (leaks.length === 0) all.passed++
  else all.failed.push(`left behind on this machine:\n    ${leaks.join('\n    ')}`)
  giveBack()
  tell(all, (performance.now() - started) / 1000)
  return all.failed.length === 0 ? 0 : 1
}

/** @typedef {import('./results.mjs').Results} Results */

/** @param {Results} all @param {Part} part @param {Results} results */
function add(all, part, results) {
  all.passed += results.passed
  all.failed.push(...results.failed.map((name) => `${part.name}: ${name}`))
  all.skipped.push(...results.skipped)
}

/** @param {Part} part @returns {Promise<Results>} */
async function runUnlessStopped(part) {
  return interrupted.signal.aborted
    ? { passed: 0, failed: ['not run, it was interrupted'], skipped: [] }
    : await runPart(part)
}

/** @param {Part} part @returns {Promise<Results>} */
async function runPart(part) {
  console.log(`\n== ${part.title} ==`)
  rmSync(part.report, { force: true })
  const ended = await runCommand(part.argv, {
    // Several that speak at once could not be told apart: all but one are heard when they have ended.
    passThrough: part.place === 'alone' || part.place === 'test',
    signal: AbortSignal.any([interrupted.signal, AbortSignal.timeout(part.limitMinutes * 60_000)]),
    env: {
      [runMark]: run,
      PLAYWRIGHT_JSON_OUTPUT_FILE: part.report,
      PC_SWITCHER_TEST_PAIR: part.place === 'testb' ? 'testb' : 'test',
      PC_SWITCHER_KEEP_PAIR: '1',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    },
  })
  if (ended.output !== '') console.log(`\n== ${part.title} ==\n${ended.output}`)
  const results = judge(readReport(part.kind, part.report), ended.code, mayBeSkipped)
  if (ended.seconds > part.limitMinutes * 60)
    results.failed.push(`it took longer than ${String(part.limitMinutes)} minutes`)
  console.log(
    `== ${part.name}: ${String(results.passed)} passed, ${String(results.failed.length)} failed, ${ended.seconds.toFixed(0)} s ==`,
  )
  return results
}

const notRun = readNotRunHere()
const mayBeSkipped = notRun.flatMap(({ tests }) => tests)

/** @param {string} pair */
async function bringPairDown(pair) {
  const practice = 'dist/practice/main.mjs'
  if (!existsSync(practice)) return
  const { code, output } = await runCommand([process.execPath, practice, 'down', '--name', pair])
  if (code !== 0) console.log(`The practice laptops could not be brought down:\n${output}`)
}

/** What root wrote here belongs to whoever owns the repository. */
function giveBack() {
  const { uid, gid } = statSync(top)
  if (uid === 0) return
  for (const folder of [reports, 'dist', 'node_modules/.cache', 'node_modules/.vite'].filter((name) =>
    existsSync(name),
  )) {
    for (const entry of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })])
      chownSync(path.join(folder, entry), uid, gid)
  }
}

/** @param {import('./results.mjs').Results} all @param {number} seconds */
function tell(all, seconds) {
  console.log(`\nNot run on this machine (test/not-run-here.json):`)
  for (const { what, why } of notRunThisTime(notRun, all.skipped)) console.log(`  ${what}: ${why}`)
  if (all.failed.length > 0) console.log(`\nFailed:\n  ${all.failed.join('\n  ')}`)
  console.log(`\nIt took ${String(Math.floor(seconds / 60))} min ${(seconds % 60).toFixed(0)} s.`)
  console.log(`${String(all.passed)} passed, ${String(all.failed.length)} failed`)
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    console.error(error)
    console.log('0 passed, 1 failed')
    process.exitCode = 1
  },
)
