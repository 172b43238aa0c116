/** The engines of one laptop: how each is asked, whether it can be, and where Undo brings back what it has. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { systemArea } from '../../../commons/snapshot-sets/areas.ts'
import type { EngineId } from '../../../contract/container-rule.ts'
import type { HostContext } from '../../../machine/machine.ts'
import type { ContainerEngine } from '../../../tools/containers/engine.ts'
import { docker } from '../../../tools/docker/docker.ts'
import { isDockerInstalled, isDockerRunning } from '../../../tools/docker/run-docker.ts'
import { createPodman } from '../../../tools/podman/podman.ts'
import { hasSession, isPodmanInstalled } from '../../../tools/podman/run-podman.ts'
import type { Contents } from '../verbs.ts'

export interface EngineHost {
  readonly id: EngineId
  readonly engine: ContainerEngine
  readonly stateFolder: string
  /** Why it is not asked. unused: nobody ever used it, so it has nothing. */
  readonly whyNotAsked: () => NotAsked | { readonly kind: 'unused' } | undefined
  /** In which it makes volumes, unless it says otherwise. */
  readonly usualFolder: string
  /** Whether Undo brings back what is in this folder of volumes, and nobody else than its engine's owner can exchange it. */
  readonly isBroughtBack: (folder: string) => boolean
  /** Beside the volumes and on their file system, where the engine looks for nothing. */
  readonly ownFolder: (folder: string) => string
}

type NotAsked = Extract<Contents, { readonly kind: 'none' | 'no-session' | 'stopped' }>
type Host = Pick<HostContext, 'person' | 'stateFolder'>

export function engineOn(host: Host, id: EngineId): EngineHost {
  return id === 'podman' ? podmanOf(host) : dockerOf(host)
}

const podmanStore = '.local/share/containers/storage'

function podmanOf({ person, stateFolder }: Host): EngineHost {
  const settings = ['/etc/containers/storage.conf', path.join(person.home, '.config/containers/storage.conf')]
  // podman makes a store when it is asked, and leaves a process of its own behind: nothing is started for who never used it.
  const isUsed = () => [path.join(person.home, podmanStore), ...settings].some((place) => existsSync(place))
  return {
    ...{ id: 'podman', engine: createPodman(person), stateFolder },
    whyNotAsked: () => {
      if (!isPodmanInstalled()) return { kind: 'none' }
      if (!hasSession(person)) return { kind: 'no-session' }
      return isUsed() ? undefined : { kind: 'unused' }
    },
    usualFolder: path.join(person.home, podmanStore, 'volumes'),
    isBroughtBack: (folder) => `${folder}/`.startsWith(`${person.home}/`),
    // podman keeps its list of volumes in a database.
    ownFolder: (folder) => path.join(folder, '.pc-switcher'),
  }
}

const dockerRoot = '/var/lib/docker'

function dockerOf({ stateFolder }: Host): EngineHost {
  const marks = [path.join(dockerRoot, 'engine-id'), path.join(dockerRoot, 'image'), '/etc/docker/daemon.json']
  return {
    ...{ id: 'docker', engine: docker, stateFolder },
    whyNotAsked: () => {
      if (!isDockerInstalled()) return { kind: 'none' }
      if (isDockerRunning()) return undefined
      return { kind: 'stopped', wasUsed: marks.some((place) => existsSync(place)) }
    },
    usualFolder: path.join(dockerRoot, 'volumes'),
    isBroughtBack: (folder) => isInSystem(folder) && isRootsAlone(folder),
    // dockerd takes every folder beside the volumes for a volume when it starts.
    ownFolder: (folder) => path.join(path.dirname(folder), '.pc-switcher'),
  }
}

/** Who may rename a folder on the way leads root elsewhere, which reads and writes there: "data-root" in a home, for example. */
function isRootsAlone(folder: string): boolean {
  if (!existsSync(folder)) return isRootsAlone(path.dirname(folder))
  const { uid, mode } = statSync(folder)
  const isOpen = (mode & 0o022) !== 0 && (mode & stickyBit) === 0
  const real = realpathSync(folder)
  return uid === 0 && !isOpen && (real === '/' || isRootsAlone(path.dirname(real)))
}

/** inode(7): others cannot rename what root has in it. */
const stickyBit = 0o1000

/** On the subvolume that is rolled back with the system, with the folder around it. One that is not there yet is wherever that is. */
function isInSystem(folder: string): boolean {
  const places = [systemArea.folder, folder, path.dirname(folder)].filter((place) => existsSync(place))
  return new Set(places.map((place) => statSync(place).dev)).size === 1
}
