/** Checks of each laptop by itself: power, disk, account, version. */
import { assessSpace } from '../../../commons/disk-space.ts'
import { isOfTunnel } from '../../../commons/doors/sshd-settings.ts'
import { mending, refuses } from '../../../commons/doors/texts.ts'
import type { DoorProblem } from '../../../commons/doors/verbs.ts'
import { isBrought } from '../../../contract/started-by.ts'
import type { CheckCell, Preview } from '../../../contract/preview.ts'
import { chargedPercent } from '../../../contract/settings-calls.ts'
import type { CheckedFacts, FileSystem, Power } from '../verbs.ts'
import { finding, type ChecksPlan, type Finding, type LaptopPair, type CheckSide } from './check.ts'
import * as texts from './texts.ts'

/** On battery is a warning, unless the person wants more before a switch starts: then it is a blocker. */
export function powerFinding({ from, to, power: wanted }: ChecksPlan, laptops: LaptopPair): Finding {
  const row = { id: 'power', title: texts.rowTitles.power, icon: 'power' } as const
  const cells = { from: powerCell(from.facts, wanted), to: powerCell(to.facts, wanted) }
  const short = [
    ...(cells.from.tone === 'blocked' ? [laptops.from.label] : []),
    ...(cells.to.tone === 'blocked' ? [laptops.to.label] : []),
  ]
  if (short.length > 0 && wanted !== 'anything') {
    return finding({ ...row, ...cells }, [{ code: 'blocked', ...texts.powerWanted[wanted](short) }])
  }
  const onBattery = [cells.from, cells.to].some(({ tone }) => tone === 'warning')
  return finding(onBattery ? { ...row, ...cells, remedy: texts.plugIn } : { ...row, ...cells })
}

function powerCell({ power }: CheckedFacts, wanted: ChecksPlan['power']): CheckCell {
  const tone = hasPower(power, wanted) ? (power.plugged ? 'passed' : 'warning') : 'blocked'
  return { tone, text: texts.powerText(power) }
}

/** A charge that is not known is not enough. */
function hasPower({ plugged, percent }: Power, wanted: ChecksPlan['power']): boolean {
  if (plugged || wanted === 'anything') return true
  return wanted === 'charged' && (percent ?? 0) >= chargedPercent
}

export function diskFinding({ from, to }: ChecksPlan, laptops: LaptopPair): Finding {
  const blockers = [...diskBlockers(from.facts, laptops.from.label), ...diskBlockers(to.facts, laptops.to.label)]
  return finding(
    { id: 'disk', title: texts.rowTitles.disk, icon: 'disk', from: diskCell(from.facts), to: diskCell(to.facts) },
    blockers,
  )
}

function diskCell({ fileSystems }: CheckedFacts): CheckCell {
  const text =
    fileSystems.length === 1 ? fileSystems.map(describeFree).join() : fileSystems.map(describePlace).join(', ')
  return { tone: fileSystems.some(isTooSmall) ? 'blocked' : 'passed', text }
}

function describeFree({ freeBytes }: FileSystem): string {
  return texts.freeText(freeBytes)
}

function describePlace(fileSystem: FileSystem): string {
  return `${fileSystem.places.includes('/home') ? '/home' : 'System'}: ${describeFree(fileSystem)}`
}

/** Only btrfs is assessed; on any other file system the snapshots step refuses. */
function isTooSmall({ btrfs }: FileSystem): boolean {
  return btrfs !== undefined && assessSpace(btrfs).kind === 'too-little-free'
}

function diskBlockers({ fileSystems }: CheckedFacts, label: string): Preview['blockers'] {
  return fileSystems.flatMap(({ btrfs, freeBytes }) => {
    const verdict = btrfs === undefined ? undefined : assessSpace(btrfs)
    if (verdict?.kind !== 'too-little-free') return []
    const bytes = { free: freeBytes, needed: verdict.neededBytes }
    return [{ code: 'disk-full' as const, ...texts.diskNearlyFull(label, bytes) }]
  })
}

/** Where /home is as it has to be on both there is no row. */
export function homeFindings({ from, to }: ChecksPlan, laptops: LaptopPair): readonly Finding[] {
  const blockers = [...homeBlockers(from.facts, laptops.from.label), ...homeBlockers(to.facts, laptops.to.label)]
  if (blockers.length === 0) return []
  const row = { id: 'home', title: texts.rowTitles.home, icon: 'home' } as const
  return [finding({ ...row, from: homeCell(from.facts), to: homeCell(to.facts) }, blockers)]
}

/**
 * Where everybody gets in there is no row. It is as the files are now: what runs may still let everybody in. What the target refuses of a
 * switch itself blocks it, for it would end in the middle.
 */
export function doorFindings({ from, to, startedBy, scope }: ChecksPlan, laptops: LaptopPair): readonly Finding[] {
  const found = [
    ...from.doors.map((problem) => ({ problem, label: laptops.from.label })),
    ...to.doors.map((problem) => ({ problem, label: laptops.to.label })),
  ]
  if (found.length === 0) return []
  const remedy = found.map(({ problem, label }) => `${refuses(label, problem)}. ${mending(label, problem)}`).join(' ')
  const row = { id: 'doors', title: texts.rowTitles.doors, icon: 'lock', remedy } as const
  const isNear = isBrought({ ...laptops, startedBy })
  const blocking = to.doors.filter((problem) => isInTheWay(problem, { isNear, isWhole: scope === undefined }))
  const blockers = blocking.map((problem) => {
    const { label } = laptops.to
    return { code: 'blocked', title: refuses(label, problem), text: mending(label, problem) } as const
  })
  const cell = blocking.length === 0 ? doorCell(to.doors) : ({ tone: 'blocked', text: texts.doorsShut } as const)
  return [finding({ ...row, from: doorCell(from.doors), to: cell }, blockers)]
}

/**
 * Files and the tunnel come to the target by connections of their own. That it let us in says that it takes sessions, but where it is the
 * near laptop nobody has come in yet.
 */
function isInTheWay(
  problem: DoorProblem,
  { isNear, isWhole }: { readonly isNear: boolean; readonly isWhole: boolean },
): boolean {
  if (!('account' in problem) || problem.account !== 'door') return false
  return problem.kind === 'sudo' || (isOfTunnel(problem) ? isWhole : isNear)
}

function doorCell({ length }: CheckSide['doors']): CheckCell {
  return length === 0 ? { tone: 'passed', text: texts.doorsOpen } : { tone: 'warning', text: texts.doorsClosing }
}

function homeCell({ home }: CheckedFacts): CheckCell {
  return { tone: home.kind === 'subvolume' ? 'passed' : 'blocked', text: texts.homeText[home.kind] }
}

function homeBlockers({ home }: CheckedFacts, label: string): Preview['blockers'] {
  if (home.kind === 'subvolume') return []
  return [{ code: 'blocked', ...texts.homeFirst[home.kind === 'at-next-start' ? 'restart' : 'pairAgain'](label) }]
}

/** Owners are numbers and paths are the same on both, so the accounts must agree in name, numbers and home folder. */
export function personFinding({ from, to }: ChecksPlan, laptops: LaptopPair): Finding {
  const [here, there] = [from.facts.person, to.facts.person]
  const same = here.name === there.name && here.uid === there.uid && here.gid === there.gid && here.home === there.home
  const remedy = same ? texts.ofPersonDiffers(from.facts, to.facts, laptops) : undefined
  // A remedy is shown where a cell needs a word.
  const tone = remedy === undefined ? 'passed' : 'warning'
  const cell = (person: CheckedFacts['person']): CheckCell =>
    same ? { tone, text: person.name } : { tone: 'blocked', text: texts.personCellText(person) }
  return finding(
    {
      ...{ id: 'person', title: texts.rowTitles.person, icon: 'person', from: cell(here), to: cell(there) },
      ...(remedy === undefined ? {} : { remedy }),
    },
    same ? [] : [texts.accountsDiffer(here, there, laptops)],
  )
}

/** Nothing goes by it but the person: without two that are alike there is no row. */
export function nameFindings({ from, to }: ChecksPlan): readonly Finding[] {
  const [here, there] = [from.facts.hostName, to.facts.hostName]
  if (here === undefined || here.toLowerCase() !== there?.toLowerCase()) return []
  const cell = { tone: 'warning', text: here } as const
  const row = { id: 'name', title: texts.rowTitles.name, icon: 'notebook', from: cell, to: cell } as const
  return [finding({ ...row, remedy: texts.sameHostName })]
}

/** Without anybody on the target there is no row. */
export function sessionFindings({ at, from, to, startedBy }: ChecksPlan, laptops: LaptopPair): readonly Finding[] {
  const { sessions } = to.facts
  if (sessions?.length === 0) return []
  const row = {
    id: 'sessions',
    title: texts.rowTitles.sessions,
    icon: 'person',
    from: { tone: 'passed', text: texts.sessionsText(from.facts.sessions ?? [], Date.parse(at)) },
  } as const
  if (sessions === undefined) return [finding({ ...row, to: { tone: 'unknown', text: texts.notKnown } })]
  const remedy = isBrought({ ...laptops, startedBy }) ? texts.closePrograms(laptops) : texts.logOut(laptops)
  const isAtWork = sessions.some(({ isLocked, isIdle }) => !isLocked && !isIdle)
  const cell = { tone: isAtWork ? 'warning' : 'info', text: texts.sessionsText(sessions, Date.parse(at)) } as const
  return [finding({ ...row, to: cell, ...(isAtWork ? { remedy } : {}) })]
}

export function versionFinding({ from, to }: ChecksPlan, laptops: LaptopPair): Finding {
  const [here, there] = [from.facts.agentVersion, to.facts.agentVersion]
  const tone = here === there ? 'passed' : 'blocked'
  return finding(
    {
      id: 'version',
      title: texts.rowTitles.version,
      icon: 'tools',
      from: { tone, text: texts.versionText(here) },
      to: { tone, text: texts.versionText(there) },
    },
    here === there ? [] : [{ code: 'agent-mismatch', ...texts.versionsDiffer(here, there, laptops) }],
  )
}
