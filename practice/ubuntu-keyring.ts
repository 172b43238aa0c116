/** The keys that Ubuntu's archive is signed with: Debian 12 has no package of them, so Ubuntu's own is fetched and checked. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cacheFolder } from './layout.ts'
import { PracticeError } from './practice-error.ts'
import { run } from './run.ts'

export const ubuntuArchive = 'archive.ubuntu.com'

/** What holds the keys is known by its checksum, because nothing else vouches for it yet. */
const keyPackage = {
  address: `http://${ubuntuArchive}/ubuntu/pool/main/u/ubuntu-keyring/ubuntu-keyring_2023.11.28.1_all.deb`,
  sha256: '36de43b15853ccae0028e9a767613770c704833f82586f28eb262f0311adb8a8',
} as const

/** Path of the keyring, in a folder that the image is made in. */
export async function ensureUbuntuKeyring(): Promise<string> {
  const folder = path.join(cacheFolder, `ubuntu-keyring-${keyPackage.sha256.slice(0, 12)}`)
  const keyring = path.join(folder, 'usr/share/keyrings/ubuntu-archive-keyring.gpg')
  if (existsSync(keyring)) return keyring
  const draft = path.join(cacheFolder, `draft-${process.pid}-keyring`)
  const file = `${draft}.deb`
  try {
    await writeFile(file, await fetchKeyPackage())
    await run("unpack the keys of Ubuntu's archive", ['dpkg-deb', '--extract', file, draft])
    await rename(draft, folder)
  } finally {
    await rm(file, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
  return keyring
}

async function fetchKeyPackage(): Promise<Buffer> {
  const answer = await fetch(keyPackage.address).catch((cause: unknown) => cause)
  if (!(answer instanceof Response) || !answer.ok)
    throw new PracticeError(`Could not fetch the keys of Ubuntu's archive (is ${ubuntuArchive} reachable?).`)
  const content = Buffer.from(await answer.arrayBuffer())
  if (createHash('sha256').update(content).digest('hex') === keyPackage.sha256) return content
  throw new PracticeError(`What ${ubuntuArchive} sent is not the keys of Ubuntu's archive.`, keyPackage.address)
}
