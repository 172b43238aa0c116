/**
 * Whether sshd and sudo would still work with the files that are to be placed: each looks at the folder that would result,
 * made in a private place and shown to it alone in place of its own. Nothing in /etc is touched.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { copyTrees } from '../../../tools/files/cp.ts'
import type { PlaceLine } from '../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { checkSshd } from '../../../tools/sshd.ts'
import { checkSudo } from '../../../tools/visudo.ts'
import { etcMessages } from '../messages.ts'
import { liveEtc } from './places.ts'

export interface Result {
  readonly frozenRoot: string
  readonly staged: string
  /** Paths are relative. */
  readonly lines: readonly PlaceLine[]
  readonly runFolder: string
}

const checks = [
  { program: 'sshd', folder: 'ssh', check: checkSshd },
  { program: 'sudo', folder: 'sudoers.d', check: checkSudo },
] as const

/** Throws AppError "blocked" with the program's words. What does not hold even now is not blamed on what comes. */
export async function requireWorkingResult(result: Result, options: RunOptions): Promise<void> {
  for (const { program, folder, check } of checks) {
    const lines = result.lines.filter(({ path: one }) => one === folder || one.startsWith(`${folder}/`))
    const live = path.join(liveEtc, folder)
    if (lines.length === 0 || !existsSync(live)) continue
    const complaint = await withResult({ ...result, lines }, folder, options, (is) => check({ of: live, is }, options))
    if (complaint === undefined || (await check(undefined, options)) !== undefined) continue
    throw etcMessages.configurationBroken({ program }, { details: complaint })
  }
}

async function withResult<T>(
  { frozenRoot, staged, lines, runFolder }: Result,
  folder: string,
  options: RunOptions,
  use: (made: string) => Promise<T>,
): Promise<T> {
  const around = path.join(runFolder, `etc-check-${randomUUID()}`)
  const made = path.join(around, folder)
  mkdirSync(made, { recursive: true, mode: 0o700 })
  try {
    await copyTrees({ root: frozenRoot, paths: [folder], into: around }, options)
    for (const line of lines) await apply(line, { staged, around }, options)
    return await use(made)
  } finally {
    rmSync(around, { recursive: true, force: true })
  }
}

interface Trees {
  readonly staged: string
  readonly around: string
}

async function apply({ path: one, action }: PlaceLine, { staged, around }: Trees, options: RunOptions): Promise<void> {
  const [place, comes] = [placeIn(around, one), lstatSync(placeIn(staged, one), { throwIfNoEntry: false })]
  const isFolder = action === 'place' && comes?.isDirectory() === true
  if (!isFolder) rmSync(place, { recursive: true, force: true })
  if (isFolder) mkdirSync(place, { recursive: true, mode: 0o755 })
  else if (action === 'place') await copyTrees({ root: staged, paths: [one], into: around }, options)
}

function placeIn(root: string, one: BytePath): Buffer {
  return bufferFromBytePath(`${root}/${one}`)
}
