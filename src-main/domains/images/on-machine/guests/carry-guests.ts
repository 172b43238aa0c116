/** Both ends of carrying what belongs to guests. Definitions stay in folders of root's, and are removed when nothing needs them. */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Output } from '../../../../contract/define.ts'
import { bytePathFromText } from '../../../../kernel/byte-path.ts'
import { listDefinedGuests } from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { offerGuests } from '../../guest-verbs.ts'
import { imagesMessages } from '../../messages.ts'
import { guestTransfers } from './guest-folders.ts'
import { changeGuestMemory, commonDigest, readGuestMemory } from './guest-memory.ts'
import { clearFolder, digestOfParts, readParts, readWrittenParts, writeParts } from './guest-parts.ts'
import { forgetReplaced } from './keep-replaced.ts'

/** What was offered before is withdrawn. */
export async function offerParts(
  uuids: readonly string[],
  stateFolder: string,
  options: RunOptions,
): Promise<Output<typeof offerGuests>> {
  await clearFolder(guestTransfers.sendFolder)
  if (uuids.length === 0) return { guests: [] }
  const defined = await listDefinedGuests(options)
  const memory = readGuestMemory(stateFolder)
  const guests = []
  for (const uuid of uuids) {
    const found = defined.find((one) => one.uuid === uuid)
    if (found === undefined) throw imagesMessages.guestGone({})
    const folder = path.join(guestTransfers.sendFolder, uuid)
    const files = await writeParts(await readParts(found, options), folder)
    // Of the copy: what changes from here on is not sent.
    const own = await digestOfParts(await readWrittenParts(folder))
    const paths = files.map((file) => bytePathFromText(path.join(uuid, file)))
    guests.push({ uuid, sent: own, digest: commonDigest(memory, found.name, own), paths })
  }
  return { guests }
}

/** What an earlier switch refused is forgotten: it is tried again. */
export async function prepareParts(isNeeded: boolean, stateFolder: string): Promise<void> {
  await clearFolder(guestTransfers.receiveFolder)
  if (readGuestMemory(stateFolder).refused.length > 0) changeGuestMemory(stateFolder, () => ({ refused: [] }))
  // Of an attempt that nobody resumes.
  if (!isNeeded) await forgetReplaced()
  if (isNeeded) await mkdir(guestTransfers.receiveFolder, { recursive: true, mode: 0o700 })
}
