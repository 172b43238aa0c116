import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'

const details = z.object({ details: z.string() })

export const liveMessages = defineCatalogue('live', {
  withoutState: sentence(noData, () => 'Folders that are live stay so, and are to be ended in Syncthing itself.'),
  before: sentence(noData, () => 'Before folders become live'),
  beforeDeleting: sentence(noData, () => 'Before versions that Syncthing kept are deleted'),
  noProgram: problem('tool-missing', noData, () => ({
    message: 'Syncthing is not installed as a service that you can start.',
    hint: 'Install it with "sudo apt install syncthing", then try again.',
  })),
  notSignedIn: problem('blocked', noData, () => ({
    message: 'You are not signed in, and your Syncthing runs only while you are.',
    hint: 'Sign in on that laptop, then try again.',
  })),
  notRunning: problem('syncthing-unavailable', noData, () => ({
    message: 'Your Syncthing does not answer.',
    hint: 'See why with "systemctl --user status syncthing", then try again.',
  })),
  notGenerated: problem('sync-failed', details, ({ details: why }) => ({
    message: `Syncthing could not be set up: ${why.slice(0, 80)}`,
    hint: 'Try again. If it happens again, report it with the details.',
  })),
  refused: problem('sync-failed', details, ({ details: why }) => ({
    message: `Your Syncthing refused a change: ${why.slice(0, 80)}`,
    hint: 'Look at its own page for the reason, then try again.',
  })),
})
