import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TransferArea } from '../../../../commons/transfers/transfer-area.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { refSchema } from '../model.ts'

export interface PackedRef {
  readonly ref: string
  /** "org.flathub.Stable", of the remote that it came from, where that has one. */
  readonly collection: string | undefined
}

/** Where flatpak(1) packs to, below the folder that it is given. */
export function packedIn(folder: string): string {
  return path.join(folder, '.ostree/repo')
}

/** What a packed repository holds; nothing where there is none. Lists of what a remote offers are not among it. */
export async function listPacked(repository: string): Promise<readonly PackedRef[]> {
  const collections = new Map((await listMirrored(repository)).map(({ ref, collection }) => [ref, collection]))
  const heads = await refsBelow(path.join(repository, 'refs/heads'))
  return heads.map((ref) => ({ ref, collection: collections.get(ref) }))
}

/** flatpak(1) packs for whom it is by collection, ostree(1) pulls by name; and goes by the summary where there is one. */
export async function nameHeads(repository: string): Promise<void> {
  for (const name of ['summary', 'summary.sig']) await rm(path.join(repository, name), { force: true })
  for (const { collection, ref } of await listMirrored(repository)) {
    const head = await placeOfHead(repository, ref)
    await copyFile(path.join(repository, 'refs/mirrors', collection, ref), head)
  }
}

/** Of a commit that was packed by itself. */
export async function nameHead(repository: string, ref: string, commit: string): Promise<void> {
  await writeFile(await placeOfHead(repository, ref), `${commit}\n`)
}

async function placeOfHead(repository: string, ref: string): Promise<string> {
  const head = path.join(repository, 'refs/heads', ref)
  await mkdir(path.dirname(head), { recursive: true })
  return head
}

async function listMirrored(repository: string) {
  const mirrors = path.join(repository, 'refs/mirrors')
  const collections = await readdir(mirrors).catch(missingAsEmpty)
  const lists = collections.map(async (collection) =>
    (await refsBelow(path.join(mirrors, collection))).map((ref) => ({ collection, ref })),
  )
  return (await Promise.all(lists)).flat()
}

async function refsBelow(folder: string): Promise<readonly string[]> {
  const paths = await readdir(folder, { recursive: true }).catch(missingAsEmpty)
  return paths.filter((one) => refSchema.safeParse(one).success).sort()
}

function missingAsEmpty(error: unknown): string[] {
  if (isErrno(error, 'ENOENT')) return []
  throw error
}

/** Below the state folder of root: nobody else reads or writes there. */
const folder = '/var/lib/pc-switcher/root/flatpak'

/** Plain files, of which each is proven by its name or by a signature when it is used. */
export const flatpakTransfers: TransferArea = {
  id: 'flatpak',
  sendFolder: `${folder}/outgoing`,
  receiveFolder: `${folder}/incoming`,
  manner: { options: ['--times', '--links', '--dirs'], allowed: ['times', 'links', 'dirs'] },
}
