import { inBlocks } from '../../../commons/transfers/on-machine/in-blocks.ts'
import type { TransferArea } from '../../../commons/transfers/transfer-area.ts'
import { imagesArea } from '../area.ts'
import { incomingFolder, outgoingFolder } from './image-folder.ts'

/** What is held still, into the incoming folder. Separate verbs hold and place it. */
export const imagesTransfers: TransferArea = {
  id: imagesArea.id,
  get sendFolder() {
    return outgoingFolder()
  },
  get receiveFolder() {
    return incomingFolder()
  },
  manner: inBlocks,
}
