import { describe, expect, it } from 'vitest'
import { judge, readReport, resultsOfPlaywright, resultsOfVitest, withoutPassed } from '../../../scripts/results.mjs'

const nothing = { passed: 0, failed: [], skipped: [] }

describe('what a part of the tests is worth', () => {
  it('is a failure when no test was run', () => {
    expect(judge(nothing, 0, []).failed).toEqual(['no test was run'])
  })

  it('is a failure when the program failed though no test did', () => {
    expect(judge({ ...nothing, passed: 3 }, 1, []).failed).toEqual(['it ended with 1 though no test failed'])
  })

  it('is a failure for a skipped test, but for those on the list', () => {
    const skipped = ['opens its window', 'forgotten']
    expect(judge({ ...nothing, passed: 3, skipped }, 0, ['opens its window']).failed).toEqual([
      'skipped and not in test/not-run-here.json: forgotten',
    ])
  })

  it('is a failure when the report cannot be read', () => {
    expect(readReport('vitest', '/nonexistent.json').failed[0]).toMatch(/its report cannot be read/)
  })
})

it('counts a file that could not be loaded as failed', () => {
  const report = {
    testResults: [
      { name: 'broken.test.ts', status: 'failed', assertionResults: [] },
      { name: 'fine.test.ts', status: 'passed', assertionResults: [{ fullName: 'a', status: 'passed' }] },
      { name: 'some.test.ts', status: 'failed', assertionResults: [{ fullName: 'b', status: 'failed' }] },
      { name: 'later.test.ts', status: 'passed', assertionResults: [{ fullName: 'c', status: 'todo' }] },
    ],
  }
  expect(resultsOfVitest(report)).toEqual({ passed: 1, failed: ['broken.test.ts', 'b'], skipped: ['c'] })
})

it('counts what Playwright had to try twice as failed', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] })
  const report = {
    suites: [
      {
        title: 'switch.spec.ts',
        specs: [spec('a', 'expected'), spec('b', 'flaky')],
        suites: [{ title: 'dark', specs: [spec('c', 'skipped'), spec('d', 'unexpected')] }],
      },
    ],
    errors: [{ message: 'no browser' }],
  }
  expect(resultsOfPlaywright(report)).toEqual({
    passed: 1,
    failed: ['switch.spec.ts > b', 'switch.spec.ts > dark > d', 'no browser'],
    skipped: ['switch.spec.ts > dark > c'],
  })
})

it('says with a failed test the beginning of its error, without colours and without the stack', () => {
  const message = '\u001B[31mexpected 1 to be 2\u001B[39m\n\n    at file.ts:1:1'
  const report = {
    testResults: [
      {
        name: 'some.test.ts',
        status: 'failed',
        assertionResults: [{ fullName: 'b', status: 'failed', failureMessages: [message] }],
      },
    ],
  }
  expect(resultsOfVitest(report).failed).toEqual(['b\n      expected 1 to be 2'])
  const failed = { title: 'c', tests: [{ status: 'unexpected', results: [{ error: { message } }] }] }
  expect(resultsOfPlaywright({ suites: [{ title: 'a.spec.ts', specs: [failed] }], errors: [] }).failed).toEqual([
    'a.spec.ts > c\n      expected 1 to be 2',
  ])
})

it('tells what failed without the lines of what passed', () => {
  const output =
    ' ✓ a.test.ts (3 tests)\n   ✓ slow  2s\n ❯ b.test.ts\n   × fails\n\n\n\n FAIL  b.test.ts > fails\n  ok 1 a.spec.ts\n'
  expect(withoutPassed(output)).toBe('❯ b.test.ts\n   × fails\n\n FAIL  b.test.ts > fails')
})
