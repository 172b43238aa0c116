/**
 * What would keep the other laptop's account or the person out once it stands in /etc, or make programs fail or warn. sshd, sudo, PAM
 * and the others each look at the folders that would result, made in a private place and shown to them alone in place of their own.
 * Nothing in /etc is touched.
 */
import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../../kernel/app-error.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { copyTrees } from '../../../tools/files/cp.ts'
import type { PlaceLine } from '../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { sameness } from '../../../tools/try-programs.ts'
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

/** More that are named are not tried one by one. */
const triedAtMost = 12

/** What holds even now is not blamed on what comes. Each path once: of several reasons that of the door which it is about. */
export async function findShutting(result: ResultingEtc, options: RunOptions): Promise<readonly HeldBack[]> {
  const held = (await Promise.all(doors.map((door) => heldBackBy(door, result, options)))).flat()
  return held.filter((one, index) => held.findIndex(({ path: other }) => other === one.path) === index)
}

async function heldBackBy(door: Door, result: ResultingEtc, options: RunOptions): Promise<readonly HeldBack[]> {
  const folders = foldersOf[door]
  const isIn = (one: BytePath) =>
    folders.some((folder) => folder === '.' || one === folder || one.startsWith(`${folder}/`))
  const lines = result.lines.filter(({ path: one }) => isIn(one))
  if (lines.length === 0 || !folders.every((folder) => existsSync(path.join('/etc', folder)))) return []
  const asked: AskedDoors = { host: result.host, isTried: true }
  const allWith = (some: readonly PlaceLine[]) =>
    withResult({ ...result, lines: some }, folders, options, (made) => findProblemsWith(door, asked, made, options))
  const withAll = await allWith(lines)
  if (withAll.length === 0) return []
  const isNow = new Set((await allWith([])).map(kindOf))
  const notNow = (problems: readonly DoorProblem[]) => problems.filter((one) => !isNow.has(kindOf(one)))
  const problemsWith: ProblemsWith = async (some) => notNow(some.length === 0 ? [] : await allWith(some))
  const held: HeldBack[] = []
  let rest: Rest = { lines, problems: notNow(withAll) }
  for (let [why] = rest.problems; why !== undefined; [why] = rest.problems) {
    const blamed = await findBlamed(rest.lines, why, problemsWith)
    held.push({ path: blamed.line.path, why })
    rest = blamed
  }
  return held
}

interface Rest {
  readonly lines: readonly PlaceLine[]
  readonly problems: readonly DoorProblem[]
}

type ProblemsWith = (some: readonly PlaceLine[]) => Promise<readonly DoorProblem[]>

/** One without which the problem is gone, or the last of those that have it together, with what is left without it. */
async function findBlamed(
  lines: readonly PlaceLine[],
  why: DoorProblem,
  problemsWith: ProblemsWith,
): Promise<Rest & { readonly line: PlaceLine }> {
  const isSame = (problem: DoorProblem) => kindOf(problem) === kindOf(why)
  const without = async (line: PlaceLine) => {
    const others = lines.filter((one) => one !== line)
    return { line, lines: others, problems: await problemsWith(others) }
  }
  for (const line of lines.filter((one) => isNamed(one, why)).slice(0, triedAtMost)) {
    const rest = await without(line)
    if (!rest.problems.some(isSame)) return rest
  }
  return without(await findLast(lines, async (some) => (await problemsWith(some)).some(isSame)))
}

/** Of those with which it begins to be so, in their order, the last one. All together it is so, and with none it is not. */
async function findLast(
  lines: readonly PlaceLine[],
  has: (some: readonly PlaceLine[]) => Promise<boolean>,
): Promise<PlaceLine> {
  let [without, having] = [0, lines.length]
  while (having - without > 1) {
    const middle = Math.floor((without + having) / 2)
    if (await has(lines.slice(0, middle))) having = middle
    else without = middle
  }
  const last = lines[without]
  if (last === undefined) throw new RangeError('nothing to blame')
  return last
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
    case 'program':
      return sameness({ program: problem.program, hasFailed: problem.why === 'fails', words: problem.what })
    case 'untried':
      return `${problem.unit} untried`
    default:
      return assertNever(problem)
  }
}

function isNamed({ path: one }: PlaceLine, why: DoorProblem): boolean {
  return 'files' in why && why.files.includes(one)
}

async function withResult<T>(
  { root, staged, lines, host }: ResultingEtc,
  folders: readonly string[],
  options: RunOptions,
  use: (made: string) => Promise<T>,
): Promise<T> {
  const around = path.join(host.runFolder, `etc-check-${randomUUID()}`)
  const made = path.join(around, 'etc')
  mkdirSync(around, { recursive: true, mode: 0o700 })
  try {
    mkdirSync(made)
    // Programs of the person look at it, too.
    chmodSync(made, 0o755)
    if (folders.includes('.')) await copyAll(root, made, options)
    else await copyTrees({ root, paths: folders, into: made }, options)
    for (const line of lines) await apply(line, { staged, made }, options)
    return await use(made)
  } finally {
    rmSync(around, { recursive: true, force: true })
  }
}

/** Without a history of it. What the disk does not give is missing with what comes and without it. */
async function copyAll(root: string, made: string, options: RunOptions): Promise<void> {
  const paths = readdirSync(root, { encoding: 'latin1' }).filter((name) => name !== '.git')
  try {
    await copyTrees({ root, paths, into: made }, options)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'tool-failed') throw error
  }
}

interface Trees {
  readonly staged: string
  readonly made: string
}

async function apply({ path: one, action }: PlaceLine, { staged, made }: Trees, options: RunOptions): Promise<void> {
  const [place, comes] = [placeIn(made, one), lstatSync(placeIn(staged, one), { throwIfNoEntry: false })]
  // Whatever is named below a link is not of this tree: it would be removed from wherever the link leads.
  if (isBelowLink(made, one)) return
  const isFolder = action === 'place' && comes?.isDirectory() === true
  if (!isFolder) rmSync(place, { recursive: true, force: true })
  if (isFolder) mkdirSync(place, { recursive: true, mode: 0o755 })
  else if (action === 'place') await copyTrees({ root: staged, paths: [one], into: made }, options)
}

function isBelowLink(root: string, one: BytePath): boolean {
  for (let end = one.indexOf('/', 1); end !== -1; end = one.indexOf('/', end + 1))
    if (lstatSync(placeIn(root, one.slice(0, end)), { throwIfNoEntry: false })?.isSymbolicLink() === true) return true
  return false
}

function placeIn(root: string, one: BytePath): Buffer {
  return bufferFromBytePath(`${root}/${one}`)
}
