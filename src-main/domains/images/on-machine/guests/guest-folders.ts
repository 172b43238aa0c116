/** Folders of root's for what belongs to guests: on its way, and kept with the images. */
import path from 'node:path'
import type { TransferArea } from '../../../../commons/transfers/transfer-area.ts'
import { imagesFolder } from '../image-folder.ts'

const folder = '/var/lib/pc-switcher/root/guests'

/** Plain files alone: owners and modes stand in parts.json, by name. */
export const guestTransfers: TransferArea = {
  id: 'guests',
  sendFolder: `${folder}/outgoing`,
  receiveFolder: `${folder}/incoming`,
  manner: { options: ['--times', '--dirs'], allowed: ['times', 'dirs'] },
}

/** What stood there, while a group of guests and images is placed. */
export const replacedFolder = `${folder}/replaced`

/** Beside the images, so that each snapshot of these has the guests that they were of. */
export const keptFolder = (): string => path.join(imagesFolder(), '.pc-switcher-guests')
