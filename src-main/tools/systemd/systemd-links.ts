import { readdir } from 'node:fs/promises'
import { isErrno } from '../../kernel/errno.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** A link below /etc/systemd/system: "multi-user.target.wants/ssh.service" to what it points at. */
export interface UnitLink {
  readonly path: string
  readonly target: string
}

const administratorFolder = '/etc/systemd/system'
/** Where packages put units, systemd.unit(5); /lib is /usr/lib on every merged system. */
const packagedFolders = ['/usr/lib/systemd/system', '/lib/systemd/system']

/** systemctl's own list takes a hundred times as long and adds units that nobody decided on. */
export async function listUnitLinks(options: RunOptions): Promise<readonly UnitLink[]> {
  const { stdout } = await run(
    { title: titles.listEnabledUnits({}), argv: ['find', administratorFolder, '-type', 'l', '-printf', '%P\\0%l\\0'] },
    options,
  )
  return parseUnitLinks(stdout)
}

export function parseUnitLinks(text: string): readonly UnitLink[] {
  const words = text.split('\0')
  if (words.pop() !== '' || words.length % 2 !== 0) throw unreadableAnswer('find', text)
  return words.flatMap((path, index) => (index % 2 === 0 ? [{ path, target: words[index + 1] ?? '' }] : []))
}

/** Names of all units that packages brought, templates ("foo@.service") included. */
export async function listPackagedUnits(): Promise<ReadonlySet<string>> {
  const folders = await Promise.all(packagedFolders.map(listFolder))
  return new Set(folders.flat().filter((name) => /\.(service|socket|timer|path|mount|target)$/.test(name)))
}

async function listFolder(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  })
}
