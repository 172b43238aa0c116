import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import type { Overview } from '../../../src-main/contract/calls.ts'
import { exitCodes } from '../../../src-main/shells/cli/exit-codes.ts'
import { localTime } from '../../../src-main/shells/cli/local-time.ts'
import { makeProgram } from '../../../src-main/shells/cli/make-program.ts'
import type { Output } from '../../../src-main/shells/cli/output.ts'
import { reportUsage } from '../../../src-main/shells/cli/report-usage.ts'
import { overviewLines } from '../../../src-main/shells/cli/texts.ts'

/** Runs the program with these words: its help, its messages and its exit code. */
async function run(words: readonly string[], json = false) {
  const help: string[] = []
  const told: unknown[] = []
  const output: Output = { json, say: () => undefined, tell: (message) => void told.push(message) }
  const nothing = () => Promise.resolve()
  const program = makeProgram({
    does: () => nothing,
    printUrl: nothing,
    openPage: nothing,
    serve: nothing,
    print: () => undefined,
    printHelp: (text) => void help.push(text),
  })
  const thrown: unknown = await program.parseAsync(words, { from: 'user' }).catch((error: unknown) => error)
  if (!(thrown instanceof CommanderError)) throw new Error('the words were understood', { cause: thrown })
  return { help: help.join(''), told, exitCode: reportUsage(output, thrown) }
}

describe('a command without its subcommand', () => {
  it.each([
    { words: [], usage: 'Usage: pc-switcher ', lists: 'snapshots' },
    { words: ['snapshots'], usage: 'Usage: pc-switcher snapshots ', lists: 'rollback-state' },
    { words: ['etc'], usage: 'Usage: pc-switcher etc ', lists: 'forget' },
  ])('prints the help of "pc-switcher $words" and is invalid use', async ({ words, usage, lists }) => {
    const { help, exitCode } = await run(words)
    expect(help).toContain(usage)
    expect(help).toContain(lists)
    expect(help).not.toContain('(outputHelp)')
    expect(exitCode).toBe(exitCodes.usage)
  })

  it('is an error that says so with --json', async () => {
    const { told, exitCode } = await run(['snapshots'], true)
    expect(told).toEqual([
      {
        type: 'error',
        error: expect.objectContaining({ code: 'invalid-input', message: 'No command given.' }) as unknown,
      },
    ])
    expect(exitCode).toBe(exitCodes.usage)
  })
})

it('gives times to people in the time zone of this machine', () => {
  const at = '2026-11-20T18:12:26.558Z'
  const p17 = { name: 'p17', label: 'P17' }
  const xps = { name: 'xps', label: 'XPS 13' }
  const overview: Overview = {
    version: '0.1.0',
    pairing: { kind: 'paired' },
    here: { laptop: p17, here: true, connection: { kind: 'reachable', roundTripMs: 0.2 } },
    holder: { kind: 'held', by: 'p17', since: at, switchId: 'one' },
    openSwitch: { switchId: 'one', from: p17, to: xps, since: at, running: false },
    history: [{ switchId: 'one', from: p17, to: xps, startedAt: at, finishedAt: at, verified: true, bytes: 3 }],
  }
  const lines = overviewLines(overview)
  expect(lines.filter((line) => line.includes(localTime(at)))).toHaveLength(3)
  expect(lines.join('\n')).not.toContain(at)
})
