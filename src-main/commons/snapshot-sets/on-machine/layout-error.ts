import { AppError } from '../../../kernel/app-error.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { Layout } from '../schemas.ts'

/** Why no snapshot can be taken, for whoever asks for one without having looked at the layout. */
export function layoutError(layout: Exclude<Layout, { kind: 'ready' }>): AppError {
  switch (layout.kind) {
    case 'no-btrfs':
      return new AppError({
        code: 'no-btrfs',
        message: `${layout.place} is on ${layout.fsType}, which cannot take snapshots.`,
        hint: 'pc-switcher needs btrfs for the system and /home.',
      })
    case 'elsewhere':
      return new AppError({
        code: 'no-btrfs',
        message: `${layout.place} is on another file system than the place for snapshots.`,
        hint: `Put both on the same btrfs: snapshots can only be kept where they are taken.`,
        details: layout.folder,
      })
    case 'hidden':
      return new AppError({
        code: 'no-btrfs',
        message: `${layout.place} is a folder of a subvolume that is not mounted as a whole, so no snapshot can be taken.`,
        hint: 'Mount that subvolume somewhere, /mnt/data for example, and keep it mounted.',
      })
    case 'read-only':
      return new AppError({
        code: 'blocked',
        message: `The disk is read-only at ${layout.place}, so no snapshot can be taken.`,
        hint: 'A disk that makes itself read-only has found damage: look at "journalctl -k", and save what matters first.',
      })
    case 'swap-file':
      return new AppError({
        code: 'blocked',
        message: `The swap file ${layout.file} is in use, so no snapshot of ${layout.place} can be taken.`,
        hint: 'Move the swap file into a subvolume of its own.',
      })
    default:
      return assertNever(layout)
  }
}
