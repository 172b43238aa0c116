import type { RsyncManner } from '../../../tools/rsync/rsync.ts'
import { transfersMessages } from '../messages.ts'
import type { TransferArea } from '../transfer-area.ts'

/** Used by both sides, so that what is sent and what is allowed cannot differ. */
export function areaFacts(areas: readonly TransferArea[], id: string, removeMissing: boolean): TransferArea {
  const area = areas.find((one) => one.id === id)
  if (area === undefined) throw transfersMessages.unknownArea({ id })
  const { manner, ...folders } = area
  const onMissing: RsyncManner = removeMissing
    ? { options: ['--delete-missing-args'], allowed: ['delete-missing-args', 'delete'] }
    : { options: ['--ignore-missing-args'], allowed: [] }
  return {
    ...folders,
    manner: {
      options: [...manner.options, ...onMissing.options],
      allowed: [...manner.allowed, ...onMissing.allowed],
    },
  }
}
