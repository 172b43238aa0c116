import { existsSync } from 'node:fs'
import { readdir, statfs } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { AgentHost, AllInAgent, RoomRequest } from '../../../commons/capability/agent-capability.ts'
import { assessSpace } from '../../../commons/disk-space.ts'
import { homePlaces } from '../../../commons/home-subvolume/on-machine/home-places.ts'
import { lookAtHome } from '../../../commons/home-subvolume/on-machine/look-at-home.ts'
import { timeOfSetName, snapshotsFolder } from '../../../commons/snapshot-sets/set-name.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { doorAccount } from '../../../kernel/door-account.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { version } from '../../../kernel/version.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { groupsOf } from '../../../tools/accounts/accounts.ts'
import { readBtrfsUsage } from '../../../tools/btrfs/btrfs-usage.ts'
import { findMount } from '../../../tools/mounts/findmnt.ts'
import { readSystemName } from '../../../tools/os-release.ts'
import { readPower } from '../../../tools/proc/power-supply.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isDesktop, listSessions } from '../../../tools/systemd/loginctl.ts'
import { readTimeStatus } from '../../../tools/systemd/timedatectl.ts'
import { checkFacts, checkPower, readClock, type FileSystem, type Session } from '../verbs.ts'

/** crontab(1), of cron as of cronie. */
const crontabs = '/var/spool/cron/crontabs'

const answerFacts = (all: AllInAgent) =>
  answer(checkFacts, async ({ planId }, { host, signal }) => {
    const [fileSystems, clockSynchronized, newestSnapshotAt, sessions] = await Promise.all([
      planId === undefined ? readFileSystems({ signal }) : withRoomMade(all, host, { planId, signal }),
      readSynchronized({ signal }),
      findNewestSnapshot(host.stateFolder),
      findSessions({ signal }),
    ])
    return {
      system: readSystemName(),
      agentVersion: version,
      hostName: hostname(),
      bootId: host.bootId,
      person: host.person,
      ofPerson: { groups: [...groupsOf(host.person)], hasCrontab: existsSync(`${crontabs}/${host.person.name}`) },
      power: readPower(),
      fileSystems,
      home: lookAtHome(homePlaces()),
      clockSynchronized,
      newestSnapshotAt,
      sessions,
    }
  })

/** What pc-switcher itself can do without is no reason to refuse a switch. */
async function withRoomMade(all: AllInAgent, host: AgentHost, request: RoomRequest): Promise<FileSystem[]> {
  const { signal } = request
  const fileSystems = await readFileSystems({ signal })
  const isShort = fileSystems.some(({ btrfs }) => btrfs !== undefined && assessSpace(btrfs).kind !== 'enough')
  if (!isShort) return fileSystems
  await all.makeRoom(host, request)
  return readFileSystems({ signal })
}

const answerPower = answer(checkPower, () => Promise.resolve(readPower()))

const answerClock = answer(readClock, () => Promise.resolve({ unixMs: systemClock.nowMs() }))

/** Unknown if systemd's time service does not answer. A switch does not need it: the clocks are compared anyway. */
async function readSynchronized(options: RunOptions): Promise<boolean | undefined> {
  try {
    return (await readTimeStatus(options)).synchronized
  } catch {
    options.signal?.throwIfAborted()
    return undefined
  }
}

/** Unknown if logind does not answer. A switch does not need it. */
async function findSessions(options: RunOptions): Promise<Session[] | undefined> {
  try {
    const people = (await listSessions(options)).filter(({ account }) => account !== doorAccount)
    return people.map((session) => {
      const { account, isLocked, isIdle, since } = session
      const kind = session.isRemote ? 'remote' : isDesktop(session) ? 'desktop' : 'terminal'
      return { account, kind, isLocked, isIdle, since }
    })
  } catch {
    options.signal?.throwIfAborted()
    return undefined
  }
}

async function findNewestSnapshot(stateFolder: string): Promise<string | undefined> {
  const names = await readdir(snapshotsFolder(stateFolder)).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  })
  return names
    .map(timeOfSetName)
    .filter((moment) => moment !== undefined)
    .sort()
    .at(-1)
}

export const createChecksAnswers = (all: AllInAgent): readonly Answer[] => [answerFacts(all), answerPower, answerClock]

/** The system and /home, together where they share a file system. */
async function readFileSystems(options: RunOptions): Promise<FileSystem[]> {
  const [system, home] = await Promise.all([findMount('/', options), findMount('/home', options)])
  const shared = system.uuid !== undefined && system.uuid === home.uuid
  if (shared || system.target === home.target) return [await readFileSystem(['/', '/home'], system.fsType, options)]
  return Promise.all([readFileSystem(['/'], system.fsType, options), readFileSystem(['/home'], home.fsType, options)])
}

async function readFileSystem(places: FileSystem['places'], fsType: string, options: RunOptions): Promise<FileSystem> {
  const [place = '/'] = places
  if (fsType !== 'btrfs') {
    const { bsize, blocks, bavail } = await statfs(place)
    return { places, fsType, totalBytes: blocks * bsize, freeBytes: bavail * bsize }
  }
  const { totalBytes, freeBytes, unallocatedBytes, metadataBytes, metadataUsedBytes } = await readBtrfsUsage(
    place,
    options,
  )
  const btrfs = { totalBytes, freeBytes, unallocatedBytes, metadataBytes, metadataUsedBytes }
  return { places, fsType, totalBytes, freeBytes, btrfs }
}
