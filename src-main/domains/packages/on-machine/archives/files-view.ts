/** apt is told of files that no source signs as of one more list of packages (apt-get(8), --with-source). They need not be there. */
import { createHash } from 'node:crypto'
import { readdir, rm, utimes } from 'node:fs/promises'
import path from 'node:path'
import type { AptView } from '../../../../tools/apt/apt-view.ts'
import { writeDurably } from '../../../../tools/files/durable-file.ts'
import { controlFields, type PackageFile } from '../../model.ts'
import { ageMs, cacheFolder, makeReadable } from './archive-folders.ts'

const listsFolder = path.join(cacheFolder, 'files')
const oldMs = 24 * 60 * 60 * 1000

/** The same view, in which apt can install them, too. */
export async function withFiles(view: AptView, files: readonly PackageFile[]): Promise<AptView> {
  if (files.length === 0) return view
  const text = files.map(formatStanza).join('\n')
  const folder = path.join(listsFolder, createHash('sha256').update(text).digest('hex').slice(0, 16))
  for (const each of [path.dirname(cacheFolder), cacheFolder, listsFolder, folder]) await makeReadable(each)
  const file = path.join(folder, 'Packages')
  writeDurably(file, text, 0o644)
  await utimes(folder, new Date(), new Date())
  await removeOld()
  return { ...view, files: file }
}

/** By which an agreed transaction is done. */
export function viewOf({
  files,
  repairs,
}: {
  readonly files: readonly PackageFile[]
  readonly repairs: boolean
}): Promise<AptView> {
  return withFiles(repairs ? { kind: 'own', repairs } : { kind: 'own' }, files)
}

/** "file:" addresses are beside the list, where nothing is: the files come from the laptop that has them. */
export function formatStanza({ name, version, arch, fileName, bytes, sha256, control }: PackageFile): string {
  const own = { Package: name, Version: version, Architecture: arch }
  const fields = [
    ...Object.entries(own),
    ...controlFields.flatMap((field) => (control[field] === undefined ? [] : [[field, control[field]] as const])),
    ...Object.entries({ Filename: `./${fileName}`, Size: String(bytes), SHA256: sha256 }),
  ]
  return `${fields.map(([field, value]) => `${field}: ${value}`).join('\n')}\n`
}

/** Of plans that nobody follows. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(listsFolder)) {
    const each = path.join(listsFolder, name)
    if ((await ageMs(each)) > oldMs) await rm(each, { recursive: true, force: true })
  }
}
