/**
 * What would keep the other laptop's account or the person out once it stands in /etc. sshd, sudo and PAM each look at the folders
 * that would result, made in a private place and shown to them alone in place of their own. Nothing in /etc is touched.
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
import { doors, foldersOf, type Door } from './door-folders.ts'
import { findProblemsWith, type AskedDoors } from './find-problems.ts'

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
  /** Below /etc. */
  readonly path: BytePath
  readonly why: DoorProblem
}

/** More are not tried one by one. */
const triedAtMost = 12

/** What holds even now is not blamed on what comes. */
export async function findShutting(result: ResultingEtc, options: RunOptions): Promise<readonly HeldBack[]> {
  return (await Promise.all(doors.map((door) => heldBackBy(door, result, options)))).flat()
}

async function heldBackBy(door: Door, result: ResultingEtc, options: RunOptions): Promise<readonly HeldBack[]> {
  const folders = foldersOf[door]
  const isIn = (one: BytePath) => folders.some((folder) => one === folder || one.startsWith(`${folder}/`))
  const lines = result.lines.filter(({ path: one }) => isIn(one))
  if (lines.length === 0 || !folders.every((folder) => existsSync(path.join('/etc', folder)))) return []
  const asked: AskedDoors = { host: result.host, isTried: true }
  const allWith = (some: readonly PlaceLine[]) =>
    withResult({ ...result, lines: some }, folders, options, (made) => findProblemsWith(door, asked, made, options))
  const isNow = new Set((await allWith([])).map(kindOf))
  const problemsWith = async (some: readonly PlaceLine[]) =>
    (await allWith(some)).filter((one) => !isNow.has(kindOf(one)))
  const held: HeldBack[] = []
  let rest: Rest = { lines, problems: await problemsWith(lines) }
  for (let [why] = rest.problems; why !== undefined; [why] = rest.problems) {
    const blamed = await findBlamed(rest.lines, why, problemsWith)
    if (blamed === undefined) return [...held, ...rest.lines.map((line) => ({ path: line.path, why }))]
    held.push({ path: blamed.line.path, why })
    rest = blamed
  }
  return held
}

interface Rest {
  readonly lines: readonly PlaceLine[]
  readonly problems: readonly DoorProblem[]
}

/** The one without which the problem is gone, with what is left without it; undefined where it takes several. */
async function findBlamed(
  lines: readonly PlaceLine[],
  why: DoorProblem,
  problemsWith: (some: readonly PlaceLine[]) => Promise<readonly DoorProblem[]>,
): Promise<(Rest & { readonly line: PlaceLine }) | undefined> {
  if (lines.length > triedAtMost) return undefined
  for (const line of namedFirst(lines, why)) {
    const others = lines.filter((one) => one !== line)
    const problems = others.length === 0 ? [] : await problemsWith(others)
    if (!problems.some((one) => kindOf(one) === kindOf(why))) return { line, lines: others, problems }
  }
  return undefined
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
    case 'pam':
      return `${problem.service} ${problem.why} ${problem.what}`
    case 'untried':
      return `${problem.unit} untried`
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
  folders: readonly string[],
  options: RunOptions,
  use: (made: string) => Promise<T>,
): Promise<T> {
  const around = path.join(host.runFolder, `etc-check-${randomUUID()}`)
  mkdirSync(around, { recursive: true, mode: 0o700 })
  try {
    await copyTrees({ root, paths: folders, into: around }, options)
    for (const line of lines) await apply(line, { staged, around }, options)
    return await use(around)
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
