import type { RsyncManner } from '../../tools/rsync/rsync.ts'

/** Where files are sent from and received, and how. Both laptops' agents have the same, whatever a client asks for. */
export interface TransferArea {
  readonly id: string
  readonly sendFolder: string
  readonly receiveFolder: string
  readonly manner: RsyncManner
}
