/** The practice's own signed package archive, built once and kept. The laptops read it from a folder of their own. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cacheFolder } from './layout.ts'
import { recipes, type PackageRecipe } from './repository-packages.ts'
import { attempt, run } from './run.ts'
import { randomBytesOf } from './random.ts'

/** Public key of the archive, beside its packages. */
export const archiveKey = 'practice-archive.gpg'

const recipe = 1

export function repositoryHash(): string {
  return createHash('sha256')
    .update(JSON.stringify([recipe, recipes]))
    .digest('hex')
    .slice(0, 12)
}

export async function ensureRepository(): Promise<string> {
  const folder = path.join(cacheFolder, `repository-${repositoryHash()}`)
  if (existsSync(folder)) return folder
  await mkdir(cacheFolder, { recursive: true })
  const draft = await mkdtemp(path.join(cacheFolder, 'draft-'))
  try {
    await chmod(draft, 0o755)
    const work = path.join(draft, '.work')
    for (const one of recipes) await buildPackage(one, work, draft)
    await rm(work, { recursive: true, force: true })
    await sign(draft)
    await rename(draft, folder)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  for (const name of await readdir(cacheFolder)) {
    if (name.startsWith('repository-') && name !== path.basename(folder))
      await rm(path.join(cacheFolder, name), { recursive: true })
  }
  return folder
}

async function buildPackage(one: PackageRecipe, work: string, target: string): Promise<void> {
  await rm(work, { recursive: true, force: true })
  const control = path.join(work, 'DEBIAN')
  await mkdir(control, { recursive: true, mode: 0o755 })
  const content: Record<string, string | Buffer> = { ...one.files }
  if (one.weight !== undefined)
    content[`/usr/share/${one.name}/data.bin`] = randomBytesOf(`${one.name}-${one.version}`, one.weight)
  for (const [file, text] of Object.entries(content)) {
    const place = path.join(work, file)
    await mkdir(path.dirname(place), { recursive: true, mode: 0o755 })
    await writeFile(place, text)
    await chmod(place, file.startsWith('/usr/bin/') ? 0o755 : 0o644)
  }
  await writeFile(path.join(control, 'control'), controlFile(one))
  if (one.conffiles !== undefined) await writeFile(path.join(control, 'conffiles'), `${one.conffiles.join('\n')}\n`)
  for (const [name, script] of Object.entries(one.scripts ?? {})) {
    await writeFile(path.join(control, name), `#!/bin/sh\nset -e\n${script}\n`)
    await chmod(path.join(control, name), 0o755)
  }
  await run(`build ${one.name}`, ['dpkg-deb', '--root-owner-group', '-Zgzip', '--build', work, target])
}

function controlFile(one: PackageRecipe): string {
  const lines = {
    Package: one.name,
    Version: one.version,
    Architecture: 'all',
    Maintainer: 'Practice <practice@example.invalid>',
    Section: 'misc',
    Priority: 'optional',
    'Installed-Size': String(Math.ceil(((one.weight ?? 0) + 4096) / 1024)),
    ...one.control,
    Description: `${one.description}\n Made for practice laptops; it does nothing.`,
  }
  return Object.entries(lines)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
}

async function sign(folder: string): Promise<void> {
  const packages = await run('index the packages', ['apt-ftparchive', 'packages', '.'], { cwd: folder })
  await writeFile(path.join(folder, 'Packages'), packages.stdout)
  const release = await run(
    'describe the archive',
    [
      'apt-ftparchive',
      '-o',
      'APT::FTPArchive::Release::Origin=Practice',
      '-o',
      'APT::FTPArchive::Release::Label=Practice',
      '-o',
      'APT::FTPArchive::Release::Suite=stable',
      '-o',
      'APT::FTPArchive::Release::Architectures=amd64 arm64 all',
      'release',
      '.',
    ],
    { cwd: folder },
  )
  await writeFile(path.join(folder, 'Release'), release.stdout)
  // gpg's socket lives in its home, whose path may be 107 bytes at most.
  const home = await mkdtemp('/tmp/practice-gpg-')
  const gpg = ['gpg', '--batch', '--quiet', '--homedir', home] as const
  try {
    const owner = 'Practice Archive <practice@example.invalid>'
    await run('make the key of the archive', [
      ...gpg,
      '--passphrase',
      '',
      '--quick-generate-key',
      owner,
      'ed25519',
      'sign',
      'never',
    ])
    await run('sign the archive', [
      ...gpg,
      '--clearsign',
      '--output',
      path.join(folder, 'InRelease'),
      path.join(folder, 'Release'),
    ])
    await run('write the key of the archive', [...gpg, '--output', path.join(folder, archiveKey), '--export'])
  } finally {
    await attempt(['gpgconf', '--homedir', home, '--kill', 'all'])
    await rm(home, { recursive: true, force: true })
  }
}
