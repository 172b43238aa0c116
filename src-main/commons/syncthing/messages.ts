import { z } from 'zod'
import { defineCatalogue, noData, problem } from '../../contract/catalogue.ts'

const inFolder = z.object({ folder: z.string() })

export const syncthingMessages = defineCatalogue('syncthing', {
  peerUnknown: problem('sync-failed', noData, () => ({
    message: 'Syncthing does not know the other laptop yet.',
    hint: 'Start the switch again.',
  })),
  noTunnel: problem('unreachable', z.object({ peer: z.string() }), ({ peer }) => ({
    message: `The connection to ${peer} for copying files could not be opened.`,
    hint: `Check that ${peer} is on and on the same network, then try again.`,
  })),
  configurationUnreadable: problem('syncthing-unavailable', z.object({ file: z.string() }), ({ file }) => ({
    message: `The Syncthing configuration ${file} is unreadable.`,
    hint: 'Move the file away. The next switch makes a new one.',
  })),
  notScanned: problem('sync-failed', inFolder, ({ folder }) => ({
    message: `Syncthing could not read its copy of /${folder}.`,
    hint: 'Try again. If it happens again, report it with the details.',
  })),
})
