import { pushFiles } from '../../../../commons/transfers/on-pair/push-files.ts'
import type { Input, Progress } from '../../../../contract/define.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { Archive } from '../../model.ts'
import { downloadPackages, offerPackages, takePackages } from '../../verbs.ts'
import * as fileTexts from '../files/texts.ts'
import * as texts from './texts.ts'

type Order = Input<typeof downloadPackages>

export interface BringOptions {
  readonly signal: AbortSignal
  readonly onDownload: (progress: Progress) => void
  readonly onCopy: (progress: Progress) => void
}

/**
 * Gets all files that the transaction needs onto the target: from its package sources, else from the source laptop. What comes from there
 * is used only where the signed lists of the target say so, or it is a file that the person agreed to. Throws AppError "packages-failed",
 * with nothing installed, where one can be got nowhere.
 */
export async function bringPackages(
  pair: Pair,
  { install, remove, agreed, architectures = [], files = [], repairs = false }: Order,
  { signal, onDownload, onCopy }: BringOptions,
): Promise<void> {
  if (install.length === 0 && !repairs) return
  const order = { install, remove, agreed, files, repairs }
  const download = { ...order, architectures }
  const { missing: needed } = await pair.to.call(downloadPackages, download, { signal, onProgress: onDownload })
  if (needed.length === 0) return
  const { paths } = await pair.from.call(offerPackages, { archives: needed }, { signal, onProgress: onCopy })
  await pushFiles(pair, { area: 'packages', paths }, { signal, onProgress: onCopy })
  const { missing, refused } =
    paths.length === 0 ? { missing: needed, refused: [] } : await pair.to.call(takePackages, order, { signal })
  await pair.from.call(offerPackages, { archives: [] }, { signal })
  if (missing.length === 0) return
  const isFile = ({ sha256 }: Archive) => files.some((file) => file.sha256 === sha256)
  const [names, gone] = [namesOf(missing), namesOf(missing.filter(isFile))]
  const { from, to } = pair
  throw new AppError({
    code: 'packages-failed',
    ...(gone.length > 0
      ? fileTexts.notBrought(gone, from.label)
      : texts.notBrought({ names, refused: namesOf(refused) }, from.label, to.label)),
    details: missing.map(({ fileName, bytes, sha256 }) => texts.archiveDetail(fileName, bytes, sha256)).join('\n'),
  })
}

function namesOf(archives: readonly Archive[]): readonly string[] {
  return archives.map(({ name }) => name)
}
