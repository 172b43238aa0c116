// @ts-check
/** What a part's report says, in numbers. A report that cannot be read is a failure, not a part without tests. */
import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/**
 * @typedef {object} Results
 * @property {number} passed
 * @property {string[]} failed names, each with the beginning of what its error says
 * @property {string[]} skipped names
 */

/**
 * The end of a long run is what is read first, and often all that is kept of it: it says why, too.
 * @param {string} name
 * @param {string | undefined} message of the error, with the colours of a terminal or without
 */
function withReason(name, message) {
  const lines = stripVTControlCharacters(message ?? '').split('\n')
  const told = lines.filter((line) => line.trim() !== '' && !/^\s+at /u.test(line)).slice(0, 16)
  return [name, ...told.map((line) => `      ${line}`)].join('\n')
}

/** @typedef {{ readonly fullName: string, readonly status: string, readonly failureMessages?: readonly string[] }} VitestTest */
/** @typedef {{ readonly name: string, readonly status: string, readonly assertionResults: readonly VitestTest[] }} VitestFile */

/**
 * @param {{ readonly testResults: readonly VitestFile[] }} report of vitest's "json" reporter
 * @returns {Results}
 */
export function resultsOfVitest(report) {
  const results = { passed: 0, failed: /** @type {string[]} */ ([]), skipped: /** @type {string[]} */ ([]) }
  for (const file of report.testResults) {
    for (const { fullName, status, failureMessages } of file.assertionResults) {
      if (status === 'passed') results.passed++
      else if (status === 'failed') results.failed.push(withReason(fullName, failureMessages?.[0]))
      else results.skipped.push(fullName)
    }
    // A file that could not be loaded, or whose hooks failed, has no failed test to show for it.
    const told = file.assertionResults.some(({ status }) => status === 'failed')
    if (file.status === 'failed' && !told) results.failed.push(file.name)
  }
  return results
}

/** @typedef {{ readonly status: string, readonly results?: readonly { readonly error?: { readonly message?: string } }[] }} PlaywrightTest */
/** @typedef {{ readonly title: string, readonly tests: readonly PlaywrightTest[] }} PlaywrightSpec */
/** @typedef {{ readonly title: string, readonly specs?: readonly PlaywrightSpec[], readonly suites?: readonly PlaywrightSuite[] }} PlaywrightSuite */

/**
 * @param {{ readonly suites: readonly PlaywrightSuite[], readonly errors: readonly { readonly message?: string }[] }} report of Playwright's "json" reporter
 * @returns {Results}
 */
export function resultsOfPlaywright(report) {
  const results = { passed: 0, failed: /** @type {string[]} */ ([]), skipped: /** @type {string[]} */ ([]) }
  /** @param {PlaywrightSuite} suite @param {string} place */
  const collect = (suite, place) => {
    const here = `${place}${suite.title} > `
    for (const spec of suite.specs ?? []) {
      for (const { status, results: tries } of spec.tests) {
        // "flaky" failed once: nobody retries a switch until it works.
        if (status === 'expected') results.passed++
        else if (status === 'skipped') results.skipped.push(`${here}${spec.title}`)
        else results.failed.push(withReason(`${here}${spec.title}`, tries?.[0]?.error?.message))
      }
    }
    for (const inner of suite.suites ?? []) collect(inner, here)
  }
  for (const suite of report.suites) collect(suite, '')
  for (const { message } of report.errors) results.failed.push(message ?? 'Playwright itself failed')
  return results
}

/** @typedef {'vitest' | 'playwright' | 'plain'} ReportKind */

/**
 * @param {ReportKind} kind
 * @param {string} file
 * @returns {Results}
 */
export function readReport(kind, file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    if (kind === 'vitest') return resultsOfVitest(report)
    if (kind === 'playwright') return resultsOfPlaywright(report)
    return { passed: report.passed, failed: report.failed, skipped: report.skipped }
  } catch (error) {
    return { passed: 0, failed: [`its report cannot be read: ${String(error)}`], skipped: [] }
  }
}

/**
 * What a part's outcome is worth: nothing at all is a failure, a failed program with no failed test too,
 * and so is a skipped test that is not on the list.
 * @param {Results} results
 * @param {number} exitCode
 * @param {readonly string[]} mayBeSkipped
 * @returns {Results}
 */
export function judge(results, exitCode, mayBeSkipped) {
  const failed = [...results.failed]
  for (const name of results.skipped) {
    if (!mayBeSkipped.includes(name)) failed.push(`skipped and not in test/not-run-here.json: ${name}`)
  }
  if (results.passed + results.failed.length === 0) failed.push('no test was run')
  if (exitCode !== 0 && failed.length === 0) failed.push(`it ended with ${String(exitCode)} though no test failed`)
  return { passed: results.passed, failed, skipped: results.skipped }
}

/**
 * A runner's output without the lines of what passed: where something failed, that stands at the top.
 * @param {string} output
 */
export function withoutPassed(output) {
  const lines = output.split('\n').filter((line) => !/^\s*(?:✓|ok) /u.test(line))
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
