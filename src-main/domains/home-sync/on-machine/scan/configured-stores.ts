/** Stores of containers that the settings of their engines put into /home. They may be empty, or cut in two places. */
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { bytePathFromText, type BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { readLocalAccounts, type LocalAccount } from '../../../../tools/accounts/accounts.ts'
import { readForeign } from '../../../../tools/files/foreign-file.ts'
import { resolveLinks } from './find-other-names.ts'

export interface HomeTree {
  /** A frozen tree. */
  readonly root: string
  /** What this is called on the living laptop: "/home". */
  readonly home: string
}

type Owner = Pick<LocalAccount, 'name' | 'uid' | 'home'>

const ofPersons = ['.config/containers/storage.conf', '.config/docker/daemon.json']
const ofSystem = ['/etc/containers/storage.conf', '/etc/docker/daemon.json']

/** Below /home. A person's settings are about their own home alone. */
export function configuredStores(
  { root, home }: HomeTree,
  accounts: readonly Owner[] = readLocalAccounts(),
): readonly BytePath[] {
  const owners = accounts.filter((one) => one.home.startsWith(`${home}/`))
  const own = owners.flatMap((owner) =>
    ofPersons
      .flatMap((file) => settingsIn(file, readInTree({ root, home }, `${owner.home.slice(home.length + 1)}/${file}`)))
      .flatMap((folder) => foldersOf(folder, [owner]).filter((one) => one.startsWith(`${owner.home}/`))),
  )
  const system = ofSystem.flatMap((file) =>
    settingsIn(file, readOfSystem(file)).flatMap((folder) => foldersOf(folder, owners)),
  )
  const below = [...own, ...system].filter((folder) => folder.startsWith(`${home}/`))
  const paths = below.map((folder) => bytePathFromText(folder.slice(home.length + 1)))
  const homes = owners.map((owner) => `${bytePathFromText(owner.home.slice(home.length + 1))}/`)
  const isAroundHome = (one: BytePath): boolean => one === '' || homes.some((inner) => inner.startsWith(`${one}/`))
  return [...new Set(paths.map((one) => resolveLinks({ root, home }, one) ?? one))].filter((one) => !isAroundHome(one))
}

function settingsIn(file: string, text: string): readonly string[] {
  return file.endsWith('.json') ? dataRoots(text) : storageFolders(text)
}

const daemonSchema = z.object({ 'data-root': z.string().optional() })

/** daemon.json of dockerd(8). With one that is damaged it does not start. */
export function dataRoots(text: string): readonly string[] {
  try {
    return [daemonSchema.parse(JSON.parse(text))['data-root'] ?? ''].filter((folder) => folder !== '')
  } catch {
    return []
  }
}

/** containers-storage.conf(5), in TOML: these three are strings on one line. */
export function storageFolders(text: string): readonly string[] {
  const lines = text.matchAll(/^\s*(?:graphroot|rootless_storage_path|imagestore)\s*=\s*(?:"([^"\n]+)"|'([^'\n]+)')/gm)
  return [...lines].map(([, double, single]) => double ?? single ?? '')
}

/** Variables as containers/storage knows them: "$HOME/big/containers". */
function foldersOf(folder: string, owners: readonly Owner[]): readonly string[] {
  const expanded = owners.map(({ name, uid, home }) =>
    folder
      .replace(/\$(?:HOME\b|\{HOME\})/g, () => home)
      .replace(/\$(?:USER\b|\{USER\})/g, () => name)
      .replace(/\$(?:UID\b|\{UID\})/g, () => String(uid)),
  )
  const absolute = [...new Set(expanded)].filter((one) => one.startsWith('/') && !one.includes('$'))
  return absolute.map((one) => path.posix.normalize(one).replace(/\/$/, ''))
}

/** It may be a link to where dotfiles are kept. "" when there is none. */
function readInTree(tree: HomeTree, file: string): string {
  const real = resolveLinks(tree, bytePathFromText(file))
  if (real === undefined || real === '') return ''
  const found = readForeign(tree.root, real, mostBytes)
  return found.kind === 'read' ? found.bytes.toString('utf8') : ''
}

/** Of root's; also where it is a link. Docker itself makes a folder of one that it is told to show to a container. */
function readOfSystem(file: string): string {
  try {
    const real = realpathSync(file)
    const found = readForeign(path.dirname(real), bytePathFromText(path.basename(real)), mostBytes)
    return found.kind === 'read' ? found.bytes.toString('utf8') : ''
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EIO')) return ''
    throw thrown
  }
}

/** Whoever has an account on the laptop writes these: a larger one holds no settings of an engine. */
const mostBytes = 1024 * 1024
