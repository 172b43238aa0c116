// @ts-check
/**
 * Every test there is, in lanes side by side, because much of the time on practice laptops is waiting. Then the pairs go
 * down, whatever happened, and what was left behind counts as a failed test. Started by start.mjs, as root.
 * `--only check,e2e-pages` runs some parts; `--long` runs the random and every-instant suites in full.
 */
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { findLeaks, runMark, takeInventory } from './leaks.mjs'
import { notRunThisTime, readNotRunHere } from './not-run-here.mjs'
import { lanes, pairs, partsOf, reports } from './parts.mjs'
import { judge, readReport, withoutPassed } from './results.mjs'
import { runCommand, stopSignal } from './run-command.mjs'

const top = path.dirname(import.meta.dirname)
const run = `${String(process.pid)}-${String(Date.now())}`

/** @typedef {import('./parts.mjs').Part} Part */

const { values } = parseArgs({ options: { only: { type: 'string' }, long: { type: 'boolean', default: false } } })
const seed =
  process.env['PC_SWITCHER_TEST_SEED'] ?? (values.long ? String(Math.floor(Math.random() * 1_000_000)) : undefined)
const parts = partsOf(values.long)
const wanted = values.only?.split(',') ?? parts.map(({ name }) => name)
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name))

const interrupted = stopSignal()
/** The random walk and the power cuts alone take longer than everything in the short form. */
const longFactor = 5

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
    /** @param {Part['lane']} lane */
    const runLane = async (lane) => {
      for (const part of chosen.filter((one) => one.lane === lane)) add(all, part, await runUnlessStopped(part))
    }
    await Promise.all(lanes.map(runLane))
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
  return interrupted.aborted ? { passed: 0, failed: ['not run, it was interrupted'], skipped: [] } : await runPart(part)
}

/** @param {Part} part @returns {Promise<Results>} */
async function runPart(part) {
  console.log(`\n== ${part.title} ==`)
  rmSync(part.report, { force: true })
  const limitMinutes = part.limitMinutes * (values.long ? longFactor : 1)
  const ended = await runCommand(part.argv, {
    // Output of parallel parts would mix: only one prints live, the others print when they have ended.
    passThrough: part.lane === 'test',
    signal: AbortSignal.any([interrupted, AbortSignal.timeout(limitMinutes * 60_000)]),
    env: {
      [runMark]: run,
      ...(seed === undefined ? {} : { PC_SWITCHER_TEST_SEED: seed }),
      PC_SWITCHER_TEST_LONG: values.long ? '1' : '0',
      PLAYWRIGHT_JSON_OUTPUT_FILE: part.report,
      PC_SWITCHER_TEST_PAIR: part.pair ?? 'test',
      PC_SWITCHER_KEEP_PAIR: '1',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    },
  })
  if (ended.output !== '') console.log(`\n== ${part.title} ==\n${withoutPassed(ended.output)}`)
  const results = judge(readReport(part.kind, part.report), ended.code, mayBeSkipped)
  if (ended.seconds > limitMinutes * 60) results.failed.push(`it took longer than ${String(limitMinutes)} minutes`)
  console.log(
    `== ${part.name}: ${String(results.passed)} passed, ${String(results.failed.length)} failed, ${ended.seconds.toFixed(0)} s ==`,
  )
  for (const name of results.failed) console.log(`FAILED  ${part.name}: ${name}`)
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

/** Gives files that root wrote here to the owner of the repository. */
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
  console.log(seed === undefined ? '' : `\nPC_SWITCHER_TEST_SEED=${seed} repeats what chance picked.`)
  console.log(`It took ${String(Math.floor(seconds / 60))} min ${(seconds % 60).toFixed(0)} s.`)
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
