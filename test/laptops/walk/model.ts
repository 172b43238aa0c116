/** What must be true of both homes after a switch, from what each held before it and when both were last proven equal. */
import type { BytePath } from '../../../src-main/kernel/byte-path.ts'
import { isBeside, isKeptBeside } from './beside.ts'
import type { Answer } from './drive-switch.ts'
import type { Fact, Listing } from './list-home.ts'
import { wrongWithFolder } from './folder-rules.ts'
import { foldersOf, neverPaths, type NeverPaths } from './never-paths.ts'
import { answeredKeep, answersOf, folderAnswer, namedIn, namesInNote, shownText } from './told.ts'

type Why = 'aside' | 'done there meanwhile' | 'chosen' | 'different'

/** What a laptop had when both were last proven equal; `unknown`, for a reason, counts as changed since, whatever is there. */
export interface Remembered {
  readonly facts: Listing
  readonly unknown: ReadonlyMap<BytePath, Why>
}

export interface Told {
  /** Of questions about /home, by id. */
  readonly answers: ReadonlyMap<string, Answer>
  /** What the proof names as chosen, what as left without a question, also with the reasons, and its notes. */
  readonly chosen: readonly string[]
  readonly left: readonly string[]
  readonly reasons: readonly string[]
  readonly notes: readonly string[]
  /** What it names as left out: among it snapshots that the person took. */
  readonly leftOut?: readonly string[]
  readonly verdict: string
}

export interface Switched {
  readonly base: { readonly from: Remembered; readonly to: Remembered } | undefined
  /** Before the switch began. */
  readonly before: { readonly from: Listing; readonly to: Listing }
  /** What the source had at later times. */
  readonly later: readonly Listing[]
  readonly after: { readonly from: Listing; readonly to: Listing }
  /** What its person did on the target since: what stands there by their hand. */
  readonly own: ReadonlyMap<BytePath, Fact | undefined>
  /** Files to which something was done there as well, and that look as they did: linked once more and no longer, for example. */
  readonly touched: ReadonlySet<BytePath>
  /** What its person did on the source while the switch ran. */
  readonly meanwhile: ReadonlySet<BytePath>
  readonly told: Told
}

/** A snapshot stays on its laptop, and is named. */
function neverOrSnapshot(listings: readonly Listing[], { leftOut = [] }: Told): NeverPaths {
  const never = neverPaths(listings)
  const isNamed = namedIn(leftOut)
  const isSnapshot = (path: BytePath) => isNamed(path) && listings.some((listing) => isSubvolume(path, listing))
  return { ...never, isAside: (path) => never.isAside(path) || foldersOf(path).some(isSnapshot) }
}

export function isSame(one: Fact | undefined, other: Fact | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return one.kind === other.kind && one.text === other.text
}

/** Of files, by what they hold, who may use it and what is attached. */
function isSameInAllButTime(one: Fact | undefined, other: Fact | undefined): boolean {
  return one?.kind === 'f' && other?.kind === 'f' && one.untimed === other.untimed
}

/** Sentences about what should not be; empty when all is well. */
export function wrongWith(switched: Switched): readonly string[] {
  const { before, after, own, touched, later, meanwhile, base, told } = switched
  const { isPrivate, isAside } = neverOrSnapshot([before.from, before.to, after.from, after.to, ...later], told)
  const paths = [...new Set([...before.from.keys(), ...before.to.keys(), ...after.to.keys(), ...after.from.keys()])]
  const answerFor = answersOf(told.answers, paths)
  const isChosen = namedIn(told.chosen)
  const isLeft = namedIn(told.left)
  const isNoted = namedIn(told.notes.flatMap(namesInNote))
  const mayBeChosen = answeredKeep(told.answers, answerFor, paths)
  const [links, oldLinks] = [before.from, base?.from.facts].map((listing) =>
    linkGroups(listing ?? new Map(), () => true),
  )
  const wrong: string[] = []
  for (const path of paths.sort()) {
    const f = before.from.get(path)
    const t = before.to.get(path)
    const r = after.to.get(path)
    const say = (what: string): void => {
      const listings = [before.from, before.to, after.to, base?.from.facts, base?.to.facts]
      const shown = listings.map((listing) =>
        listing === undefined ? 'none' : `${describe(path, listing)} at ${listing.get(path)?.changed ?? 'no time'}`,
      )
      const [left, taken, result, baseLeft, baseTaken] = shown
      wrong.push(
        `${JSON.stringify(path)}: ${what}\n    left    ${left}\n    taken   ${taken}\n    is now  ${result}` +
          `\n    base    ${baseLeft}\n            ${baseTaken}\n    answer  ${answerFor(path) ?? 'none'}` +
          ` unknown ${base?.from.unknown.get(path) ?? 'no'}, ${base?.to.unknown.get(path) ?? 'no'}`,
      )
    }
    if (!meanwhile.has(path) && !isOfProduct(path)) {
      const [begin, end] = [(later.at(-1) ?? before.from).get(path), after.from.get(path)]
      const isTimeKept = begin?.time === end?.time || (begin?.kind === 'd' && meanwhile.size > 0)
      if (!isSame(begin, end) || !isTimeKept)
        say(`the laptop that is left was changed, to ${end?.text} at ${end?.time} from ${f?.time}`)
    }
    if (isOfProduct(path)) continue
    if (isPrivate(path) && !own.has(path) && !isSame(r, t)) say('never crosses, and was changed')
    if (isAside(path)) continue
    // A folder that would become a file, and holds what is never touched, stays as it is; so does one in which somebody worked
    // meanwhile, and a repository.
    const isKeptAsWhole = foldersOf(path).some(
      (one) =>
        isLeft(one) &&
        ((isFileForFolder(one, before) && (holdsAside(one, before.to, isAside) || isWorkedIn(one, own))) ||
          (isRepository(one, before) && isWorkedIn(one, own)) ||
          isSubvolume(one, after.to)),
    )
    if (isKeptAsWhole && isSame(r, t)) continue
    const fromVersions = [f, ...later.map((listing) => listing.get(path)), after.from.get(path)]
    const isFrom = fromVersions.some((version) => isSame(r, version))
    const isMine = foldersOf(path).some(
      (one) => own.has(one) && (one === path || !wasFolder(own.get(one), before.to.get(one))),
    )
    if (isMine) {
      // Placed before the switch was broken off, and removed since: to whoever resumes it, it has not come yet.
      const isPlacedAgain = own.get(path) === undefined && isFrom && !base?.to.facts.has(path)
      const isKept = isSame(r, own.get(path)) || isNeededFolder(r, path, after.to) || isFolderOfBoth(f, r)
      // Folders come and go with what is in them: one that was there goes, whatever rights it was given.
      const isFolderGone = own.get(path)?.kind === 'd' && t?.kind === 'd' && f === undefined && r === undefined
      if (own.has(path) && !isKept && !isPlacedAgain && !isFolderGone) {
        say('was done on the laptop that is taken meanwhile, and is lost')
      }
      continue
    }
    if (isBeside(path) && f === undefined && t === undefined) continue
    if (!isFrom && !isSame(r, t) && !isMixedFolder(r, t) && !meanwhile.has(path)) say('is of neither laptop')
    const asked = answerFor(path)
    if (asked === 'both' && !isSame(r, t) && !isKeptBeside(path, after.to, (fact) => isSame(fact, t)))
      say('was to stay beside what came, and is not there')
    // It stays where it is no file on both laptops any more, and that is told.
    const isBothLeft = asked === 'both' && isSame(r, t) && (isLeft(path) || isChosen(path))
    const answer = asked === 'both' ? (isBothLeft ? 'keep' : 'take') : asked
    // What was left out may have been compared all the same, and found equal.
    const [oldLeft, oldTaken] = [base?.from.facts.get(path), base?.to.facts.get(path)]
    const isKnown = base?.to.unknown.get(path) === 'aside' ? isSame(oldLeft, oldTaken) : !base?.to.unknown.has(path)
    const wasChanged = base === undefined || !isKnown || !isSame(t, oldTaken)
    const isTheirs = base === undefined || base.from.unknown.has(path) || !isSame(f, base.from.facts.get(path))
    // Written again as it was, or linked once more: both changed it then.
    const isTouched = f?.changed !== base?.from.facts.get(path)?.changed
    const isLinkedOtherwise = links?.get(path) !== oldLinks?.get(path)
    // When both changed it to the same contents, for the same people, nobody is asked about the time. A name that one file
    // had and another has now is changed too.
    const isTimeAlone =
      (isTheirs || isTouched || isLinkedOtherwise) && fromVersions.some((version) => isSameInAllButTime(t, version))
    const isLost = !isSame(r, t) && !fromVersions.some((version) => isSame(t, version)) && !isTimeAlone
    const isFolder = (f?.kind ?? 'd') === 'd' && (t?.kind ?? 'd') === 'd'
    // What was left out is not "deleted" where it is no more, and is copied when it no longer is.
    const isCopiedAgain = t === undefined && base?.to.unknown.get(path) === 'aside'
    // It went there meanwhile, with what was in it; a folder's rights alone are no work in it.
    const isFolderGone = t?.kind === 'd' && r === undefined && fromVersions.includes(undefined)
    if (
      isLost &&
      wasChanged &&
      answer !== 'take' &&
      base !== undefined &&
      !isCopiedAgain &&
      !isFolderGone &&
      !(isFolder && r?.kind === 'd' && t?.kind === 'd')
    ) {
      say('was replaced although it was changed on the laptop that is taken')
    }
    if (answer === 'keep' && !isSame(r, t) && !isFrom && !isFolder) say('was to be kept')
    const stays = r?.kind === 'd' && isLeft(path) && holdsSpecial(path, after.to)
    const came = isFrom || stays || meanwhile.has(path) || (isFolder && isFolderFinished(r, f, path, after.to))
    if (!came && answer === 'take') say('was to be taken')
    const folderFault =
      base?.from.unknown.has(path) === false && !meanwhile.has(path)
        ? wrongWithFolder({
            kinds: [oldLeft, oldTaken, t, r, ...fromVersions].map((one) => one?.kind),
            isFrom,
            isTaken: isSame(r, t),
            isTheirs,
            isTheirsLater: fromVersions.some((version) => !isSame(version, oldLeft)),
            answer: answer ?? folderAnswer(told.answers, path),
            isTold: isChosen(path) || isLeft(path),
          })
        : undefined
    if (folderFault !== undefined) say(folderFault)
    const isHollow = f?.kind === 'd' && t === undefined && holdsAlone(path, before.from, isAside)
    // It stayed because of what was in it or was done there, the other laptop had deleted it, and that is told.
    const isLeftOver =
      f?.kind === 'd' &&
      base?.from.unknown.has(path) === true &&
      isLeft(path) &&
      holdsFoldersAlone(path, before.from, isChosen)
    const mayStay = (wasChanged && isFolder) || isHollow || isLeftOver || (touched.has(path) && isLeft(path))
    if (!came && isTheirs && answer !== 'keep' && !mayStay) say('did not come')
    if (!came && !isChosen(path) && !isLeft(path) && !isNoted(path) && !isFolder)
      say('differs, and the proof does not say so')
    if (told.chosen.includes(shownText(path)) && !mayBeChosen(path) && !isBothLeft && !isBeside(path))
      say('is said to be chosen, and nobody chose it')
  }
  if (told.verdict === 'same') wrong.push(...notEqual(switched, (path) => isAside(path) || isOfProduct(path)))
  else wrong.push(...brokenLinks(switched, isAside))
  return wrong
}

/** With its other names, for whoever reads what went wrong. */
function describe(path: BytePath, listing: Listing): string {
  const fact = listing.get(path)
  if (fact === undefined) return 'none'
  const others = [...listing].filter(
    ([other, { kind, inode }]) => kind === 'f' && inode === fact.inode && other !== path,
  )
  const linked = fact.kind === 'f' && others.length > 0 ? ` also ${JSON.stringify(others.map(([other]) => other))}` : ''
  return `${fact.kind} ${fact.text}${linked}`
}

/** Equal means equal in all, how names are linked included. */
function notEqual({ after, meanwhile, own }: Switched, isLeftAside: (path: BytePath) => boolean): readonly string[] {
  const isOpen = (path: BytePath): boolean => !isLeftAside(path) && !meanwhile.has(path) && !own.has(path)
  const paths = new Set([...after.from.keys(), ...after.to.keys()])
  const differ = [...paths].filter((path) => isOpen(path) && !isSame(after.from.get(path), after.to.get(path)))
  const wrong = differ.map((path) => `${JSON.stringify(path)}: differs, and the homes are said to be the same`)
  const [here, there] = [after.from, after.to].map((listing) => linkGroups(listing, isOpen))
  for (const [path, group] of here ?? []) {
    const names = [group, there?.get(path) ?? '[]'].flatMap((text) => JSON.parse(text) as BytePath[])
    if (there?.get(path) !== group && !isCutBySubvolume(names, after))
      wrong.push(`${JSON.stringify(path)}: is linked otherwise: ${group} and ${there?.get(path)}`)
  }
  return wrong
}

/** Names that are one file on the source, and all came, are one file. What was kept did not come. */
function brokenLinks(
  { before, after, own, meanwhile, told }: Switched,
  isAside: (path: BytePath) => boolean,
): readonly string[] {
  const isChosen = namedIn([...told.chosen, ...told.left])
  const isNoted = namedIn(told.notes.flatMap(namesInNote))
  const came = (path: BytePath): boolean =>
    !isAside(path) &&
    !isChosen(path) &&
    !own.has(path) &&
    !meanwhile.has(path) &&
    isSame(after.from.get(path), after.to.get(path))
  const groups = linkGroups(after.from, () => true)
  return [...new Set(groups.values())].flatMap((group) => {
    const names = JSON.parse(group) as BytePath[]
    const there = names.flatMap((name) => {
      const old = before.to.get(name)?.inode
      return [...before.to].filter(([, fact]) => fact.kind === 'f' && fact.inode === old).map(([path]) => path)
    })
    const isTold = isCutBySubvolume(names, after) || names.some(isNoted)
    if (names.length < 2 || ![...names, ...there].every(came) || isTold) return []
    const inodes = new Set(names.map((name) => after.to.get(name)?.inode))
    return inodes.size === 1 ? [] : [`${group}: is no longer one file`]
  })
}

/** No file has names in two subvolumes, which are devices of their own. */
function isCutBySubvolume(names: readonly BytePath[], { from, to }: Switched['after']): boolean {
  const deviceOf = (listing: Listing, name: BytePath) => listing.get(name)?.inode.split(' ')[0]
  return [from, to].some((listing) => new Set(names.map((name) => deviceOf(listing, name))).size > 1)
}

function linkGroups(listing: Listing, isOpen: (path: BytePath) => boolean): ReadonlyMap<BytePath, string> {
  const byInode = new Map<string, BytePath[]>()
  for (const [path, { kind, inode }] of listing) {
    if (kind !== 'f' || !isOpen(path)) continue
    byInode.set(inode, [...(byInode.get(inode) ?? []), path])
  }
  return new Map(
    [...byInode.values()].flatMap((names) => {
      const group = JSON.stringify(names.toSorted())
      return names.map((name) => [name, group] as const)
    }),
  )
}

/** The mode and owner of one laptop, the times of neither: something was placed in it, and something else kept. */
function isMixedFolder(r: Fact | undefined, t: Fact | undefined): boolean {
  return r?.kind === 'd' && (t === undefined || t.kind === 'd')
}

/** Who may use a folder is as on the source, and an empty one that was removed comes again: nothing is in it. */
function isFolderOfBoth(f: Fact | undefined, r: Fact | undefined): boolean {
  return f?.kind === 'd' && r?.kind === 'd'
}

/** It is there because something in it is. */
function isNeededFolder(r: Fact | undefined, path: BytePath, listing: Listing): boolean {
  return r?.kind === 'd' && holdsSomething(path, listing)
}

function isFolderFinished(r: Fact | undefined, f: Fact | undefined, path: BytePath, listing: Listing): boolean {
  if (f === undefined) return r === undefined || holdsSomething(path, listing)
  return r?.kind === 'd'
}

/** Sockets and devices never go, so the folder around them stays, and is named. */
function holdsSpecial(path: BytePath, listing: Listing): boolean {
  return [...listing].some(([other, { kind }]) => kind === 's' && other.startsWith(`${path}/`))
}

/** There is something in it, also further inside, and none of that is carried. */
function holdsAlone(path: BytePath, listing: Listing, isAside: (path: BytePath) => boolean): boolean {
  const inside = [...listing].filter(([other]) => other.startsWith(`${path}/`))
  const isHollow = ([other, { kind }]: (typeof inside)[number]): boolean =>
    isAside(other) || (kind === 'd' && inside.some(([deeper]) => deeper.startsWith(`${other}/`)))
  return inside.length > 0 && inside.every(isHollow)
}

/** And what is kept by choice. */
function holdsFoldersAlone(path: BytePath, listing: Listing, isChosen: (path: BytePath) => boolean): boolean {
  return [...listing].every(([other, { kind }]) => !other.startsWith(`${path}/`) || kind === 'd' || isChosen(other))
}

function isFileForFolder(path: BytePath, { from, to }: Switched['before']): boolean {
  const kind = from.get(path)?.kind ?? 'd'
  return kind !== 'd' && to.get(path)?.kind === 'd'
}

function holdsAside(path: BytePath, listing: Listing, isAside: (path: BytePath) => boolean): boolean {
  return [...listing.keys()].some((other) => other.startsWith(`${path}/`) && isAside(other))
}

function isRepository(path: BytePath, { from, to }: Switched['before']): boolean {
  return [from, to].some((listing) => listing.has(`${path}/.git`))
}

/** A closed one is not opened, and stays as a whole. */
function isSubvolume(path: BytePath, listing: Listing): boolean {
  const fact = listing.get(path)
  return fact?.kind === 'd' && fact.inode.endsWith(' 256')
}

function isWorkedIn(path: BytePath, own: Switched['own']): boolean {
  return [...own.keys()].some((one) => one.startsWith(`${path}/`))
}

function holdsSomething(path: BytePath, listing: Listing): boolean {
  return [...listing.keys()].some((other) => other.startsWith(`${path}/`))
}

/** Lists that both keep by way of it; not a home's own. */
export function isOfProduct(path: BytePath): boolean {
  return path === 'alice' || path === 'alice/system-state' || path.startsWith('alice/system-state/')
}

/** Before and after what was done there: what is in it was not touched by that. */
function wasFolder(now: Fact | undefined, before: Fact | undefined): boolean {
  return now?.kind === 'd' && before?.kind === 'd' && now.inode === before.inode
}

/** What both laptops remember after it. */
export function rememberedAfter({ before, later, after, own, meanwhile, told }: Switched): {
  readonly from: Remembered
  readonly to: Remembered
} {
  const { isAside } = neverOrSnapshot([before.from, before.to, after.from, after.to, ...later], told)
  // Of all that was kept with it, nobody said that it is what both had.
  const isChosen = namedIn(told.chosen)
  // Of one that stayed closed nothing is known: what is deleted there comes again.
  const isLeft = namedIn(told.left)
  const isInClosed = (path: BytePath) => foldersOf(path).some((one) => isSubvolume(one, after.to) && isLeft(one))
  const from = new Map<BytePath, Why>()
  const to = new Map<BytePath, Why>()
  const paths = new Set([...after.from.keys(), ...after.to.keys(), ...before.from.keys(), ...before.to.keys()])
  for (const path of paths) {
    const isEqual = isSame(after.from.get(path), after.to.get(path))
    if (isAside(path) || isInClosed(path)) {
      // Where nothing was, nothing can be lost by what comes there later.
      if (after.from.has(path)) from.set(path, 'aside')
      if (after.to.has(path)) to.set(path, 'aside')
    } else if (own.has(path)) to.set(path, 'done there meanwhile')
    else if (isChosen(path)) to.set(path, 'chosen')
    else if (!isEqual) (meanwhile.has(path) ? from : to).set(path, 'different')
  }
  return { from: { facts: after.from, unknown: from }, to: { facts: after.to, unknown: to } }
}
