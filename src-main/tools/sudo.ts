/** sudo(8): what its rules let an account start. Seen with sudo 1.9.13 to 1.9.16. */
import { existsSync } from 'node:fs'
import type { RunOptions } from './run.ts'
import { runWithFolder, wordsOf, type InsteadOf } from './systemd/with-folder.ts'
import { titles } from './titles/messages.ts'

const program = '/usr/bin/sudo'

export type SudoRule =
  /** Without a password, as root. */
  | { readonly kind: 'free' }
  /** Another rule counts, which wants a password or another account. `file`: where it stands. */
  | { readonly kind: 'asks'; readonly file?: string }
  /** `file`: where it is taken away, unless no rule is there at all. */
  | { readonly kind: 'none'; readonly file?: string }
  /** This sudo does not say it, as sudo-rs, or says nothing without a terminal. */
  | { readonly kind: 'unknown' }

export interface SudoUse {
  /** Omitted: the one that this program runs as. */
  readonly account?: string
  readonly command: string
}

/** Which rule counts for a command: of several that mean it the last one (sudoers(5)). Nothing is started. */
export async function readSudoRule(
  use: SudoUse,
  instead: readonly InsteadOf[],
  options: RunOptions,
): Promise<SudoRule> {
  const of = use.account === undefined ? [] : (['-U', use.account] as const)
  const list = async (...words: readonly string[]) => {
    const argv = [program, '-n', '-ll', ...of, ...words] as const
    return runWithFolder({ title: titles.checkSudo({}), argv }, instead, options)
  }
  const { exitCode, stdout, stderr } = await list(use.command)
  return parseSudoRule({ exitCode, stdout, stderr }, use.command, async () => (await list()).stdout)
}

interface Listed {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Of `sudo -ll COMMAND`. `listAll`: all entries of the account, asked for where none of them lets it start the command. */
export async function parseSudoRule(
  { exitCode, stdout, stderr }: Listed,
  command: string,
  listAll: () => Promise<string>,
): Promise<SudoRule> {
  // With `Defaults requiretty` it lists nothing without a terminal; what has no terminal itself may be let through.
  if (exitCode !== 0 && /^usage|unrecognized|unexpected|password is required|must have a tty/im.test(stderr))
    return { kind: 'unknown' }
  const matched = entriesOf(stdout).at(-1)
  if (exitCode === 0 && matched !== undefined) {
    const isFree =
      matched.options.includes('!authenticate') && matched.runAs.some((one) => one === 'root' || one === 'ALL')
    return isFree ? { kind: 'free' } : { kind: 'asks', ...fileOf(matched) }
  }
  if (exitCode === 0) return { kind: 'unknown' }
  const denying = entriesOf(await listAll()).findLast(({ commands }) =>
    commands.some((one) => one === '!ALL' || one.startsWith(`!${command}`)),
  )
  return { kind: 'none', ...(denying === undefined ? {} : fileOf(denying)) }
}

interface Entry {
  readonly file: string
  readonly runAs: readonly string[]
  readonly options: readonly string[]
  readonly commands: readonly string[]
}

/** The path of a rule is told since sudo 1.9.14; before, it is empty. */
function entriesOf(text: string): readonly Entry[] {
  return text
    .split(/^Sudoers entry:/m)
    .slice(1)
    .map((entry) => {
      const list = (key: string) =>
        (new RegExp(`^\\s+${key}: (.*)$`, 'm').exec(entry)?.[1] ?? '').split(',').map((word) => word.trim())
      const commands = /^\s+Commands:\n((?:\t.*\n?)*)/m.exec(entry)?.[1] ?? ''
      return {
        file: entry.split('\n')[0]?.trim() ?? '',
        runAs: list('RunAsUsers'),
        options: list('Options'),
        commands: commands.split('\n').map((line) => line.trim()),
      }
    })
}

function fileOf({ file }: Entry): { readonly file?: string } {
  return file === '' ? {} : { file }
}

/**
 * Starts it as the other side does: without a password, a terminal or input. What sudo, or the command, said instead of ending
 * with `expected`; undefined when it did.
 */
export async function trySudo(
  { account, command, expected }: Required<SudoUse> & { readonly expected: number },
  instead: readonly InsteadOf[],
  options: RunOptions,
): Promise<string | undefined> {
  if (!existsSync(program)) return undefined
  const check = { title: titles.checkSudo({}), argv: [program, '-n', command], account } as const
  const { exitCode, stdout, stderr } = await runWithFolder(check, instead, options)
  return exitCode === expected ? undefined : wordsOf({ stdout, stderr }, exitCode)
}
