// @ts-check
/** The list of what cannot run on every machine, each with its reason: test/not-run-here.json. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** @typedef {{ readonly what: string, readonly why: string, readonly tests: readonly string[] }} NotRun */

/** @returns {readonly NotRun[]} */
export function readNotRunHere() {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, '../test/not-run-here.json'), 'utf8'))
}

/**
 * What did not run this time: entries whose tests were skipped, and those that have no test anywhere.
 * @param {readonly NotRun[]} list
 * @param {readonly string[]} skipped
 */
export function notRunThisTime(list, skipped) {
  return list.filter(({ tests }) => tests.length === 0 || tests.some((name) => skipped.includes(name)))
}
