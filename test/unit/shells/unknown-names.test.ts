/** A name that nothing has is an error with what to do, in whatever command it is typed. */
import { expect, it } from 'vitest'
import { toWireError } from '../../../src-main/contract/wire-error.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { decideRuleCommand } from '../../../src-main/shells/cli/etc/program.ts'
import type { CliCommand } from '../../../src-main/shells/cli/program-parts.ts'
import { diffCommand, listCommand, versionsCommand } from '../../../src-main/shells/cli/snapshots/looking.ts'
import { exitCodeFor } from '../../../src-main/shells/cli/exit-codes.ts'
import * as lists from '../../renderer/lists.ts'
import { overview } from '../../renderer/laptops.ts'
import { appOf, outputInto } from './command-parts.ts'

const answers: Readonly<Record<string, (input: unknown) => unknown>> = {
  'snapshots.list': () => ({ snapshots: lists.snapshots, missing: [], revision: '1' }),
  'files.versions': () => ({ versions: [], missing: [] }),
  'compare.make': () => ({
    compareId: 'c',
    ms: 1,
    counts: { added: 0, changed: 0, deleted: 0, renamed: 0, attributes: 0, bytes: 0 },
  }),
  'compare.page': () => ({ entries: [], total: 0 }),
  'files.list': () => {
    throw new AppError({ code: 'not-found', message: 'There is no such folder.' })
  },
  'files.look': () => ({ sides: [{ kind: 'absent' }, { kind: 'absent' }] }),
  'etc.list': () => ({ rules: [], file: 'etc.rules' }),
  overview: () => overview,
}

async function failureOf(
  command: CliCommand,
): Promise<{ readonly message: string; readonly hint?: string; readonly exit: number }> {
  const thrown: unknown = await command(appOf(answers), outputInto([])).then(
    (code) => new Error(`ended with ${code}`),
    (error: unknown) => error,
  )
  const { code, message, hint } = toWireError(thrown)
  return { message, ...(hint === undefined ? {} : { hint }), exit: exitCodeFor(code) }
}

const { id = '', laptop = '' } = lists.snapshots.find(({ readable }) => readable) ?? {}
const inHome = { subvolume: 'home', on: laptop }

it.each([
  {
    what: 'a path that no snapshot has',
    command: versionsCommand('NOTHERE', inHome),
    said: /^No snapshot has NOTHERE\.$/,
    exit: 1,
  },
  {
    what: 'a laptop that is not paired',
    command: listCommand({ on: 'nohost' }),
    said: /^There is no laptop "nohost"/,
    exit: 2,
  },
  {
    ...{ what: 'a folder on neither side', exit: 1, said: /^NOTHERE is on neither side/ },
    command: diffCommand(id, 'now', { ...inHome, under: 'NOTHERE' }),
  },
  {
    ...{ what: 'a file on neither side', exit: 1, said: /^NOTHERE is on neither side/ },
    command: diffCommand(id, 'now', { ...inHome, file: 'NOTHERE' }),
  },
  {
    what: 'a rule that is none',
    command: decideRuleCommand('/etc/NOTHERE', 'forget'),
    said: /^There is no rule of yours/,
    exit: 1,
  },
])('says so of $what', async ({ command, said, exit }) => {
  const failure = await failureOf(command)
  expect([failure.exit, failure.hint === undefined]).toEqual([exit, false])
  expect(failure.message).toMatch(said)
})
