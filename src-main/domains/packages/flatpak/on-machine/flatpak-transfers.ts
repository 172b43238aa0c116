import type { TransferArea } from '../../../../commons/transfers/transfer-area.ts'

/** Below the state folder of root: nobody else reads or writes there. */
const folder = '/var/lib/pc-switcher/root/flatpak'

/** Plain files, of which each is proven by its name or by a signature when it is used. */
export const flatpakTransfers: TransferArea = {
  id: 'flatpak',
  sendFolder: `${folder}/outgoing`,
  receiveFolder: `${folder}/incoming`,
  manner: { options: ['--times', '--links', '--dirs'], allowed: ['times', 'links', 'dirs'] },
}
