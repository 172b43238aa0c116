/**
 * What would keep the other laptop's account or the person out once it stands in /etc. sshd and sudo each look at the folder that
 * would result, made in a private place and shown to them alone in place of their own. Nothing in /etc is touched.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { assertNever } from '../../../kernel/assert-never.ts'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { copyTrees } from '../../../tools/files/cp.ts'
import type { PlaceLine } from '../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { DoorProblem } from '../verbs.ts'
import { doorFolders, findProblemsIn, type AskedDoors, type DoorFolder } from './find-problems.ts'

export interface ResultingEtc {
  /** /etc, or it held still. */
  readonly root: string
  /** Has what comes, by the same paths. */
  readonly staged: string
  /** Paths are relative. */
  readonly lines: readonly PlaceLine[]
  readonly host: Pick<HostContext, 'person' | 'callerAddress' | 'runFolder'>
}

export interface HeldBack {
  /** Relative. */
  readonly path: BytePath
  readonly why: DoorProblem
}

/** More are not tried one by one. */
const triedAtMost = 12

/** What holds even now is not blamed on what comes. */
export async function findShutting(result: ResultingEtc, options: RunOptions): Promise<readonly HeldBack[]> {
  return (await Promise.all(doorFolders.map((folder) => heldBackIn(folder, result, options)))).flat()
}

async function heldBackIn(folder: DoorFolder, result: ResultingEtc, options: RunOptions): Promise<readonly HeldBack[]> {
  const lines = result.lines.filter(({ path: one }) => one === folder || one.startsWith(`${folder}/`))
  if (lines.length === 0 || !existsSync(path.join('/etc', folder))) return []
  const asked: AskedDoors = { host: result.host, isTried: true }
  const isNow = new Set((await findProblemsIn(folder, asked, undefined, options)).map(kindOf))
  const problemsWith = async (some: readonly PlaceLine[]) => {
    const use = (made: string) => findProblemsIn(folder, asked, { folder, made }, options)
    const problems = await withResult({ ...result, lines: some }, folder, options, use)
    return problems.filter((one) => !isNow.has(kindOf(one)))
  }
  const [why] = await problemsWith(lines)
  if (why === undefined) return []
  // The one without which all is well, or all of them.
  for (const line of lines.length > triedAtMost ? [] : namedFirst(lines, why)) {
    const rest = lines.filter((one) => one !== line)
    if (rest.length === 0 || (await problemsWith(rest)).length === 0) return [{ path: line.path, why }]
  }
  return lines.map((line) => ({ path: line.path, why }))
}

/** Of one account and setting, whatever its value. */
function kindOf(problem: DoorProblem): string {
  switch (problem.kind) {
    case 'broken':
      return problem.program
    case 'sshd':
      return `${problem.account} ${problem.setting}`
    case 'tried':
      return 'tried'
    case 'sudo':
      return `${problem.account} sudo`
    default:
      return assertNever(problem)
  }
}

function namedFirst(lines: readonly PlaceLine[], why: DoorProblem): readonly PlaceLine[] {
  const isNamed = ({ path: one }: PlaceLine) => 'files' in why && why.files.includes(one)
  return [...lines.filter(isNamed), ...lines.filter((line) => !isNamed(line))]
}

async function withResult<T>(
  { root, staged, lines, host }: ResultingEtc,
  folder: string,
  options: RunOptions,
  use: (made: string) => Promise<T>,
): Promise<T> {
  const around = path.join(host.runFolder, `etc-check-${randomUUID()}`)
  const made = path.join(around, folder)
  mkdirSync(made, { recursive: true, mode: 0o700 })
  try {
    await copyTrees({ root, paths: [folder], into: around }, options)
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
