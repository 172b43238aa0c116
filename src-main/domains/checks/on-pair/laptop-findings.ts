/** What each laptop says of itself: power, disk, person, version. */
import { assessSpace } from '../../../commons/disk-space.ts'
import type { CheckCell, Preview } from '../../../contract/preview.ts'
import { formatBytes } from '../../../kernel/units.ts'
import type { Facts, FileSystem } from '../verbs.ts'
import { finding, type ChecksPlan, type Finding, type Laptops } from './check.ts'

export function powerFinding({ from, to }: ChecksPlan): Finding {
  const row = {
    id: 'power',
    title: 'Power',
    icon: 'power',
    from: powerCell(from.facts),
    to: powerCell(to.facts),
  } as const
  const onBattery = [row.from, row.to].some(({ tone }) => tone === 'warning')
  return finding(
    onBattery ? { ...row, remedy: 'Plug both laptops in: a switch that runs out of power has to be resumed.' } : row,
  )
}

function powerCell({ power: { plugged, percent } }: Facts): CheckCell {
  const charge = percent === undefined ? '' : `, ${percent}%`
  return plugged ? { tone: 'passed', text: `Plugged in${charge}` } : { tone: 'warning', text: `On battery${charge}` }
}

export function diskFinding({ from, to }: ChecksPlan, laptops: Laptops): Finding {
  const blockers = [...diskBlockers(from.facts, laptops.from.label), ...diskBlockers(to.facts, laptops.to.label)]
  return finding(
    { id: 'disk', title: 'Disk space', icon: 'disk', from: diskCell(from.facts), to: diskCell(to.facts) },
    blockers,
  )
}

function diskCell({ fileSystems }: Facts): CheckCell {
  const text =
    fileSystems.length === 1 ? fileSystems.map(describeFree).join() : fileSystems.map(describePlace).join(', ')
  return { tone: fileSystems.some(isTooSmall) ? 'blocked' : 'passed', text }
}

function describeFree({ freeBytes }: FileSystem): string {
  return `${formatBytes(freeBytes)} free`
}

function describePlace(fileSystem: FileSystem): string {
  return `${fileSystem.places.includes('/home') ? '/home' : 'System'}: ${describeFree(fileSystem)}`
}

/** On another file system than btrfs nothing is assessed: there the snapshots are what is missing. */
function isTooSmall({ btrfs }: FileSystem): boolean {
  return btrfs !== undefined && assessSpace(btrfs).kind === 'too-little-free'
}

function diskBlockers({ fileSystems }: Facts, label: string): Preview['blockers'] {
  return fileSystems.flatMap(({ btrfs, freeBytes }) => {
    const verdict = btrfs === undefined ? undefined : assessSpace(btrfs)
    if (verdict?.kind !== 'too-little-free') return []
    const text = `${formatBytes(freeBytes)} can be written for certain; a switch wants ${formatBytes(verdict.neededBytes)}. Delete files or old snapshots on ${label}.`
    return [{ code: 'disk-full' as const, title: `The disk of ${label} is nearly full`, text }]
  })
}

/** Files belong to numbers, and paths are the same on both: the account has to be the same in all of it. */
export function personFinding({ from, to }: ChecksPlan, laptops: Laptops): Finding {
  const [here, there] = [from.facts.person, to.facts.person]
  const same = here.name === there.name && here.uid === there.uid && here.gid === there.gid && here.home === there.home
  const cell = ({ name, uid, gid, home }: Facts['person']): CheckCell => ({
    tone: same ? 'passed' : 'blocked',
    text: same ? name : `${name}, user ${uid}, group ${gid}, ${home}`,
  })
  const text = `${laptops.from.label} has ${describePerson(here)}; ${laptops.to.label} has ${describePerson(there)}. Files belong to numbers, so both need the same name, numbers and home folder ("usermod", "groupmod").`
  return finding(
    { id: 'person', title: 'Account', icon: 'person', from: cell(here), to: cell(there) },
    same ? [] : [{ title: 'The accounts on the two laptops differ', text }],
  )
}

function describePerson({ name, uid, gid, home }: Facts['person']): string {
  return `${name} (user ${uid}, group ${gid}, ${home})`
}

export function versionFinding({ from, to }: ChecksPlan, laptops: Laptops): Finding {
  const [here, there] = [from.facts.agentVersion, to.facts.agentVersion]
  const tone = here === there ? 'passed' : 'blocked'
  const text = `${laptops.from.label} has version ${here}, ${laptops.to.label} has ${there}. Install the same version on both.`
  return finding(
    {
      id: 'version',
      title: 'pc-switcher',
      icon: 'tools',
      from: { tone, text: `Version ${here}` },
      to: { tone, text: `Version ${there}` },
    },
    here === there ? [] : [{ code: 'agent-mismatch', title: 'The versions of pc-switcher differ', text }],
  )
}
