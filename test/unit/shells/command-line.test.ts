import { CommanderError } from 'commander'
import { describe, expect, it, vi } from 'vitest'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { exitCodes } from '../../../src-main/shells/cli/exit-codes.ts'
import { localTime } from '../../../src-main/shells/cli/local-time.ts'
import { makeProgram } from '../../../src-main/shells/cli/make-program.ts'
import type { Does } from '../../../src-main/shells/cli/program-parts.ts'
import { formatTime } from '../../../src-main/kernel/format-time.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { createOutput, reportError, type CliOutput } from '../../../src-main/shells/cli/output.ts'
import { printable, printableJson } from '../../../src-main/shells/cli/printable.ts'
import { rawCallCommand } from '../../../src-main/shells/cli/call/program.ts'
import { decideRuleCommand } from '../../../src-main/shells/cli/etc/program.ts'
import type { Connection } from '../../../src-main/shells/cli/connection.ts'
import { callEnvelopeSchema } from '../../../src-main/contract/envelope.ts'
import { createClient } from '../../../src-main/transport/client.ts'
import { reportUsage } from '../../../src-main/shells/cli/report-usage.ts'
import { overviewLines, ruleLines } from '../../../src-main/shells/cli/texts.ts'
import { connectionOf, outputInto } from './command-parts.ts'
import { noParts } from './program-parts.ts'

/** Runs the program with these words: its help, its messages and its exit code. */
async function run(words: readonly string[], json = false) {
  const help: string[] = []
  const told: unknown[] = []
  const output: CliOutput = { json, say: () => undefined, tell: (message) => void told.push(message) }
  const program = makeProgram({ ...noParts, printHelp: (text) => void help.push(text) })
  const thrown: unknown = await program.parseAsync(words, { from: 'user' }).catch((error: unknown) => error)
  if (!(thrown instanceof CommanderError)) throw new Error('the words were understood', { cause: thrown })
  return { help: help.join(''), told, exitCode: reportUsage(output, thrown, { program, words }) }
}

describe('a command without its subcommand', () => {
  it.each([
    { words: ['snapshots'], usage: 'Usage: pc-switcher snapshots ', lists: 'rollback-state' },
    { words: ['home'], usage: 'Usage: pc-switcher home ', lists: 'beforehand' },
    { words: ['kept'], usage: 'Usage: pc-switcher kept ', lists: 'forget' },
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
        error: { code: 'invalid-input', message: 'No command given.', hint: 'See: pc-switcher snapshots --help' },
      },
    ])
    expect(exitCode).toBe(exitCodes.usage)
  })
})

describe('a switch on the command line', () => {
  const both = ['--to', 'xps', '--from', 'p17']
  const words = ['plan', 'switch'].flatMap((command) => [[command], [command, ...both]])
  it.each(words.map((typed) => ({ typed })))('goes one way: "$typed" is invalid use', async ({ typed }) => {
    const told: unknown[] = []
    const output: CliOutput = { json: true, say: () => undefined, tell: (message) => void told.push(message) }
    const thrown: unknown = await makeProgram(noParts)
      .parseAsync(typed, { from: 'user' })
      .catch((error: unknown) => error)
    expect(reportError(output, thrown)).toBe(exitCodes.usage)
    expect(told).toMatchObject([{ error: { message: 'Name the other laptop once: --to HOST or --from HOST.' } }])
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
    holder: { kind: 'held', by: 'xps', since: at, switchId: 'one' },
    peer: { laptop: xps, here: false, connection: { kind: 'unknown' } },
    history: [
      { switchId: 'one', from: p17, to: xps, startedAt: at, finishedAt: at, tookMs: 1, verified: true, bytes: 3 },
    ],
  }
  const nowMs = Date.parse(at) + 60_000
  const lines = overviewLines(overview, undefined, nowMs).map(textOf)
  expect(lines.filter((line) => line.includes(localTime(at)))).toHaveLength(1)
  expect(lines[0]).toBe(`Safe as of ${formatTime(at, nowMs)}.`)
  expect(lines.join('\n')).not.toContain(at)
})

it('shows characters that a terminal would obey as what they are, in tables and in errors', () => {
  const name = 'report\u001b]0;owned\u0007\u202Efdp.exe\u009b2J'
  expect(printable(name)).toBe('report\\u001b]0;owned\\u0007\\u202efdp.exe\\u009b2J')
  expect(printable('Ünïcode → stays\n  and lines do')).toBe('Ünïcode → stays\n  and lines do')
  for (const raw of ['\u001b', '\u0007', '\u202e', '\u009b']) expect(printableJson({ name })).not.toContain(raw)
  expect(JSON.parse(printableJson({ name }))).toEqual({ name })
})

it.each([
  { to: 'stdout', print: (output: CliOutput, text: string) => output.say(text) },
  {
    to: 'stderr',
    print: (output: CliOutput, text: string) =>
      void reportError(output, new AppError({ code: 'not-found', message: text, hint: text, details: text })),
  },
] as const)('prints nothing raw to $to', ({ to, print }) => {
  const written: string[] = []
  const write = vi.spyOn(process[to], 'write').mockImplementation((text) => written.push(String(text)) > 0)
  print(createOutput(false), 'a\u001b[2Jb\u202e')
  write.mockRestore()
  expect(written.join('')).toContain('a\\u001b[2Jb\\u202e')
  for (const raw of ['\u001b', '\u202e']) expect(written.join('')).not.toContain(raw)
})

describe('a rule for /etc on the command line', () => {
  /** What the app was told, what was said, and what was refused. */
  async function decide(path: string, isThere: boolean) {
    const told: unknown[] = []
    const said: string[] = []
    const send = (_name: string, envelope: unknown) => {
      told.push(callEnvelopeSchema.parse(envelope).input)
      return Promise.resolve({ ok: true, value: { rules: [], file: 'etc.stignore', isThere } })
    }
    const error: unknown = await decideRuleCommand(path, 'always')(connectionOf(send), outputInto(said)).catch(
      (thrown: unknown) => thrown,
    )
    return { told, said, error }
  }

  it.each(['/tmp/x', '/hosts', 'hosts', '/etc', '/etc/../root'])(
    'is refused for %s, and says what to type',
    async (path) => {
      const { told, error } = await decide(path, true)
      expect(told).toEqual([])
      expect(error).toMatchObject({ code: 'invalid-input', hint: expect.stringContaining('/etc/') as string })
    },
  )

  it('is told with /etc, and that it matches nothing where it does not', async () => {
    const there = await decide('/etc/hosts', true)
    expect(there).toMatchObject({ told: [{ patterns: ['/hosts'] }], said: ['/etc/hosts is now always copied.'] })
    const { said } = await decide('/etc/hots', false)
    expect(said).toEqual(['/etc/hots is now always copied.', 'It matches 0 files now.'])
  })

  it('is listed with /etc', () => {
    const rule = { pattern: '/hostname', decision: 'never', origin: 'built-in', reason: 'Its name' } as const
    expect(ruleLines([rule])).toEqual(['never  /etc/hostname  Its name'])
  })
})

describe('a call that is made by its name', () => {
  const refusal = (input: string) => {
    const client = createClient(() => Promise.reject(new Error('it was sent')))
    const output: CliOutput = { json: false, say: () => undefined, tell: () => undefined }
    return rawCallCommand('settings.setTravel', input)({ client } as Connection, output).catch(
      (thrown: unknown) => thrown,
    )
  }

  it.each([
    { input: '{"home":false}', named: /"home"/ },
    { input: '{"id":"images","isOn":"maybe"}', named: /isOn/ },
    { input: '[]', named: /expected object/ },
    { input: '{', named: /JSON/ },
  ])('is not sent with $input', async ({ input, named }) => {
    const thrown = await refusal(input)
    expect(thrown).toMatchObject({ code: 'invalid-input' })
    expect((thrown as AppError).details).toMatch(named)
  })
})

describe('what a person calls a laptop', () => {
  /** Runs a command, and gives back what was asked of the app after all names were found. */
  async function asked(words: readonly string[]) {
    const asked: unknown[] = []
    const client = createClient((name, envelope) => {
      const { input } = callEnvelopeSchema.parse(envelope)
      if (name === 'laptops.find')
        return Promise.resolve({ ok: true, value: { name: `known-as-${JSON.stringify(input)}` } })
      asked.push([name, input])
      return Promise.reject(new Error('this is enough'))
    })
    const output: CliOutput = { json: true, say: () => undefined, tell: () => undefined }
    const does: Does = (make) => async () => void (await make({ client } as Connection, output))
    const program = makeProgram({ ...noParts, does })
    await expect(program.parseAsync(words, { from: 'user' })).rejects.toThrow('this is enough')
    return asked
  }
  const found = 'known-as-{"called":"Desk"}'

  it.each([
    { words: ['plan', '--to', 'Desk'], call: ['switch.plan', { to: found }] },
    { words: ['plan', '--from', 'Desk'], call: ['switch.plan', { from: found }] },
    { words: ['packages', 'apply', '--to', 'Desk'], call: ['switch.plan', { to: found, scope: 'packages' }] },
    { words: ['snapshots', 'rollback-cancel', 'Desk'], call: ['rollback.cancel', { laptop: found }] },
    { words: ['snapshots', 'create', '--on', 'Desk'], call: ['snapshots.create', { on: [found] }] },
  ])('is found before $words is done', async ({ words, call }) => {
    expect(await asked(words)).toEqual([[call[0], expect.objectContaining(call[1])]])
  })

  it('is not sought where none is named', async () => {
    expect(await asked(['doctor'])).toEqual([['doctor', {}]])
  })
})
