import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { countOf } from '../../kernel/units.ts'

const names = z.object({ names: z.array(z.string()) })

export const heldFoldersMessages = defineCatalogue('held-folders', {
  withoutHeld: sentence(
    noData,
    () => 'Folders of Syncthing that a rollback paused then stay paused, until you resume them in Syncthing.',
  ),
  noneHeld: problem('not-found', noData, () => ({
    message: 'No folder of Syncthing is waiting for an answer.',
    hint: 'Reload the page.',
  })),
  oneWay: problem('blocked', names, ({ names: all }) => ({
    message: `Syncthing carries ${all.join(', ')} in one direction only, and not in this one.`,
    hint: 'Choose the other state, or leave them paused and decide in Syncthing.',
  })),
  beforeNewer: sentence(names, ({ names: all }) => `Before Syncthing brings newer files back: ${all.join(', ')}`),
  beforeThis: sentence(names, ({ names: all }) => `Before this state counts everywhere: ${all.join(', ')}`),
  /** Why it is not done yet. */
  notRunning: sentence(noData, () => 'Syncthing is not running here. It goes on by itself when it does.'),
  nobodyThere: sentence(
    z.object({ name: z.string() }),
    ({ name }) => `No other device that has ${name} is connected. It goes on by itself when one is.`,
  ),
  stillWorking: sentence(
    z.object({ name: z.string(), items: z.number() }),
    ({ name, items }) => `${name}: ${countOf(items, 'file')} left to do. It goes on by itself.`,
  ),
  notChanged: sentence(
    z.object({ name: z.string(), details: z.string() }),
    ({ name, details }) => `Syncthing could not change ${name}: ${details}`,
  ),
})
