/** The systems that laptops start from, each built once and kept. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { cacheFolder } from './layout.ts'
import { PracticeError } from './practice-error.ts'
import { run } from './run.ts'
import type { Say } from './say.ts'
import { ensureUbuntuKeyring, ubuntuArchive } from './ubuntu-keyring.ts'

// prettier-ignore
const packages = [
  'systemd', 'systemd-sysv', 'libpam-systemd', 'dbus', 'dbus-user-session', 'udev', 'kmod',
  'openssh-server', 'openssh-client', 'rsync', 'syncthing', 'btrfs-progs', 'etckeeper', 'git', 'sudo',
  'qemu-utils', 'iproute2', 'iputils-ping', 'procps', 'psmisc', 'e2fsprogs', 'tzdata', 'acl', 'attr', 'libcap2-bin', 'gnupg', 'gpgv',
  'ca-certificates', 'less', 'nano', 'util-linux', 'coreutils', 'zstd', 'flatpak', 'ostree',
]

/** Raised when the way the image is made changes while its packages do not. */
const recipe = 1

export const releases = ['bookworm', 'trixie', 'noble'] as const
export type Release = (typeof releases)[number]

export function parseRelease(name: string): Release {
  const release = releases.find((one) => one === name)
  if (release !== undefined) return release
  throw new PracticeError(`Practice laptops run on ${releases.join(' or ')}, not on "${name}".`)
}

const names: Readonly<Record<Release, string>> = { bookworm: 'Debian 12', trixie: 'Debian 13', noble: 'Ubuntu 24.04' }

/** Where it comes from, for mmdebstrap(1), which knows Debian's archive and its keys by itself. */
async function sourceOf(release: Release): Promise<Source> {
  if (release !== 'noble') return { host: 'deb.debian.org', options: [], lines: [] }
  return {
    host: ubuntuArchive,
    // Its smallest system has no apt.
    options: [`--keyring=${await ensureUbuntuKeyring()}`, '--include=apt'],
    lines: [release, `${release}-updates`].map((suite) => `deb http://${ubuntuArchive}/ubuntu ${suite} main universe`),
  }
}

interface Source {
  readonly host: string
  readonly options: readonly string[]
  /** As in sources.list(5). */
  readonly lines: readonly string[]
}

export function imageHash(release: Release): string {
  return createHash('sha256')
    .update(JSON.stringify([recipe, release, packages]))
    .digest('hex')
    .slice(0, 12)
}

/** Path of the image as a tar archive; builds it (one to two minutes, from its archive) when it is not there. */
export async function ensureImage(release: Release, say: Say): Promise<string> {
  const image = path.join(cacheFolder, `image-${release}-${imageHash(release)}.tar`)
  if (existsSync(image)) return image
  await mkdir(cacheFolder, { recursive: true, mode: 0o755 })
  say(`Building the ${names[release]} system of the laptops (a minute or two, once)`)
  const draft = path.join(cacheFolder, `draft-${process.pid}-image.tar`)
  try {
    const { host, options, lines } = await sourceOf(release)
    await run(`build the ${names[release]} system (is ${host} reachable?)`, [
      'mmdebstrap',
      '--quiet',
      '--variant=minbase',
      `--include=${packages.join(',')}`,
      ...options,
      release,
      draft,
      ...lines,
    ])
    await rename(draft, image)
  } finally {
    await rm(draft, { force: true })
  }
  await removeOldImages(release, path.basename(image))
  return image
}

async function removeOldImages(release: Release, current: string): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    if (name.startsWith(`image-${release}-`) && name !== current)
      await rm(path.join(cacheFolder, name), { force: true })
  }
}
