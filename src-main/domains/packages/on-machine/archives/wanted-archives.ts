import { listArchives, type ListedArchive } from '../../../../tools/apt/apt-archives.ts'
import type { AptView } from '../../../../tools/apt/apt-view.ts'
import { unreadableAnswer, type RunOptions } from '../../../../tools/run.ts'
import { archiveSchema, type Archive } from '../../model.ts'
import { wordsOf, type Transaction } from '../simulate.ts'

/** Where nothing is: what is in a cache would not be listed. */
const noCache = '/nonexistent/'

/** Every file that the transaction needs, as this laptop's own signed lists have it, or the person agreed to it. */
export async function wantedArchives(
  transaction: Transaction,
  view: AptView,
  options: RunOptions,
): Promise<readonly Archive[]> {
  const listed = await listArchives(wordsOf(transaction), { view, cache: noCache }, options)
  return listed.map(archiveOf)
}

/** apt makes the name of what the file is, a colon in the version as "%3a". Without a SHA-256 it could not be proven. */
export function archiveOf(listed: ListedArchive): Archive {
  const [name, version, ending] = listed.fileName.split('_')
  const arch = ending?.replace(/\.\w+$/, '')
  const archive = archiveSchema.safeParse({ ...listed, name, version: version?.replaceAll('%3a', ':'), arch })
  if (!archive.success) throw unreadableAnswer('apt-get --print-uris', listed.fileName)
  return archive.data
}
