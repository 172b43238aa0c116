// @ts-check
/** `npm run check`: types, style, layers, unused code and unit tests, two at a time. One line for each part. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { judge, readReport, withoutPassed } from './results.mjs'
import { runCommand, sideBySide, stopSignal } from './run-command.mjs'

const { values } = parseArgs({ options: { report: { type: 'string' } } })
const top = path.dirname(import.meta.dirname)
process.chdir(top)
const nativeCompiler = 'node_modules/typescript-native/bin/tsc'
const typesMemory = 'node_modules/.cache/types.tsbuildinfo'
const unitReport = 'test-results/unit.json'
mkdirSync('test-results', { recursive: true })

/** @param {string} name */
const tool = (name) => path.join(top, 'node_modules/.bin', name)

/** What it says of a file follows from the text of that file alone, so that it need not be asked twice. */
const eslintOptions = [
  ...['--max-warnings', '0', '--cache', '--cache-strategy', 'content'],
  ...['--cache-location', 'node_modules/.cache/eslint', '.'],
]

/**
 * The longest first, so that the two places are busy to the end.
 * @type {readonly { readonly title: string, readonly argv: readonly [string, ...string[]] }[]}
 */
const parts = [
  {
    title: 'eslint',
    argv: [tool('eslint'), ...eslintOptions],
  },
  {
    title: 'oxlint',
    argv: [process.execPath, 'scripts/lint-types.mjs'],
  },
  {
    title: 'types',
    argv: [process.execPath, nativeCompiler, '--noEmit', '--incremental', '--tsBuildInfoFile', typesMemory],
  },
  {
    title: 'unit tests',
    argv: [
      tool('vitest'),
      'run',
      '--project',
      'unit',
      '--reporter',
      'default',
      '--reporter',
      'json',
      '--outputFile.json',
      unitReport,
    ],
  },
  {
    title: 'unused code',
    argv: [tool('knip'), '--no-progress', '--cache', '--cache-location', 'node_modules/.cache/knip'],
  },
  { title: 'styles', argv: [tool('stylelint'), 'src-renderer/**/*.css'] },
  {
    title: 'layers',
    argv: [
      tool('depcruise'),
      '--config',
      '.dependency-cruiser.cjs',
      'src-main',
      'src-renderer',
      'practice',
      'bench',
      'scripts',
      'test',
      'e2e',
    ],
  },
  {
    title: 'prettier',
    // A file that git writes anew with the same text is not looked at again.
    argv: [tool('prettier'), '--check', '--log-level', 'warn', '--cache', '--cache-strategy', 'content', '.'],
  },
]

const signal = stopSignal()
const started = performance.now()
const declared = await runCommand([process.execPath, 'scripts/css-classes.mjs'], { env: {} })
if (declared.code !== 0) throw new Error(declared.output)
const outcomes = await sideBySide(
  parts.map(({ title, argv }) => async () => {
    const ended = await runCommand(argv, { signal, env: { NO_COLOR: '1', FORCE_COLOR: '0' } })
    console.log(
      `${ended.code === 0 ? 'passed' : 'FAILED'}  ${title.padEnd(12)} ${ended.seconds.toFixed(1).padStart(5)} s`,
    )
    if (ended.code !== 0) console.log(withoutPassed(ended.output))
    return { title, code: ended.code }
  }),
  2,
)

const unitCode = outcomes.find(({ title }) => title === 'unit tests')?.code ?? 1
const unit = judge(readReport('vitest', unitReport), unitCode, [])
const others = outcomes.filter(({ title }) => title !== 'unit tests')
const results = {
  passed: unit.passed + others.filter(({ code }) => code === 0).length,
  failed: [...unit.failed, ...others.filter(({ code }) => code !== 0).map(({ title }) => title)],
  skipped: unit.skipped,
}
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(results))
for (const name of unit.failed) console.log(`FAILED  ${name}`)
console.log(
  `check: ${String(results.passed)} passed, ${String(results.failed.length)} failed, ${((performance.now() - started) / 1000).toFixed(1)} s`,
)
process.exitCode = results.failed.length === 0 ? 0 : 1
