/** Packages from the practice's own archive: other ones, and other versions, on each laptop. */
import { cp } from 'node:fs/promises'
import path from 'node:path'
import type { Laptop } from './layout.ts'
import { runOffline } from './offline.ts'
import { put } from './put.ts'
import { archiveKey } from './repository.ts'
import { installedOn } from './repository-packages.ts'
import { run } from './run.ts'

const archiveFolder = '/srv/practice-repo'
const keyFile = '/usr/share/keyrings/practice-archive.gpg'

export async function fillPackages(laptop: Laptop, repository: string): Promise<void> {
  await cp(repository, path.join(laptop.root, archiveFolder), { recursive: true })
  await cp(path.join(repository, archiveKey), path.join(laptop.root, keyFile))
  await useOnlyOwnArchive(laptop)
  const wanted = installedOn[laptop.host]
  const apt = ['apt-get', '-q', '-y', '-o', 'DPkg::Options::=--force-unsafe-io'] as const
  await runOffline('read the package archive', laptop, [...apt, 'update'])
  await runOffline('install packages', laptop, [...apt, 'install', ...wanted.install])
  if (wanted.hold.length > 0) await runOffline('hold packages', laptop, ['apt-mark', 'hold', ...wanted.hold])
  if (wanted.disabled.length > 0)
    await runOffline('disable services', laptop, ['systemctl', 'disable', ...wanted.disabled])
}

/** There is no way out of a practice laptop: the distribution's own archive would only be an error at every update. */
async function useOnlyOwnArchive(laptop: Laptop): Promise<void> {
  await run('remove the lists of other archives', [
    'rm',
    '-rf',
    '--',
    path.join(laptop.root, 'etc/apt/sources.list'),
    path.join(laptop.root, 'etc/apt/sources.list.d'),
  ])
  await put(
    laptop,
    '/etc/apt/sources.list.d/practice.sources',
    `Types: deb\nURIs: file:${archiveFolder}\nSuites: ./\nSigned-By: ${keyFile}\n`,
  )
}
