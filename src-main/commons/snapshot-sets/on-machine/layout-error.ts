import type { AppError } from '../../../kernel/app-error.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { Layout } from '../schemas.ts'
import { snapshotSetsMessages } from '../messages.ts'

/** Why no snapshot can be taken, for callers that have not checked the layout. */
export function layoutError(layout: Exclude<Layout, { kind: 'ready' }>): AppError {
  switch (layout.kind) {
    case 'no-btrfs':
      return snapshotSetsMessages.noBtrfs({ place: layout.place, fsType: layout.fsType })
    case 'elsewhere':
      return snapshotSetsMessages.elsewhere({ place: layout.place }, { details: layout.folder })
    case 'hidden':
      return snapshotSetsMessages.hidden({ place: layout.place })
    case 'link':
      return snapshotSetsMessages.link({ place: layout.place, target: layout.target })
    case 'read-only':
      return snapshotSetsMessages.readOnly({ place: layout.place })
    case 'swap-file':
      return snapshotSetsMessages.swapFile({ place: layout.place, file: layout.file })
    default:
      return assertNever(layout)
  }
}
