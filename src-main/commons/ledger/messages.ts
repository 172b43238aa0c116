import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { laptopSchema } from '../../contract/switch-state.ts'
import { formatTime } from '../../kernel/format-time.ts'

const lockSchema = z.object({ from: laptopSchema, to: laptopSchema, since: z.string(), startedBy: z.string() })

export const ledgerMessages = defineCatalogue('ledger', {
  notReserved: problem('locked', noData, () => ({
    message: 'The laptop is no longer reserved for this switch.',
    hint: 'Resume the switch, which reserves both laptops again.',
  })),
  locked: problem('locked', lockSchema, ({ from, to, since, startedBy }) => {
    const by = [from, to].find(({ name }) => name === startedBy)?.label ?? startedBy
    // One laptop alone is reserved for files that are restored, snapshots that are deleted, a rollback.
    const what =
      from.name === to.name
        ? `Files or snapshots of ${from.label} are in use`
        : `A switch from ${from.label} to ${to.label} is running`
    return {
      message: `${what} since ${formatTime(since, Date.now())}, started on ${by}.`,
      hint: 'Wait until it has finished, or stop it where it was started.',
    }
  }),
  otherProof: problem('invalid-input', noData, () => ({
    message: 'The proof belongs to another switch.',
    hint: 'Report this with the details.',
  })),
  noProof: problem('not-found', noData, () => ({
    message: 'This laptop has no proof of that switch.',
    hint: 'Look for it on the other laptop. A switch that did not finish has none.',
  })),
  wasDamaged: sentence(noData, () => 'Its record of earlier switches was damaged.'),
  /** Why it is unclear which laptop has the latest work. */
  replaced: sentence(
    z.object({ titles: z.array(z.string()) }),
    ({ titles }) => `Replaced outside pc-switcher, for example by Timeshift or snapper: ${titles.join(', ')}.`,
  ),
  withoutKnownSubvolumes: sentence(
    noData,
    () => 'Whether something was replaced outside pc-switcher is then told from now on only.',
  ),
  withoutLedger: sentence(noData, () => 'The next switch then asks which laptop has the latest work.'),
  withoutLock: sentence(
    noData,
    () => 'It locks the laptop for a running switch, so first make sure that none is running.',
  ),
  withoutProof: sentence(noData, () => 'The other laptop has a copy. Open pc-switcher there.'),
  withoutProgress: sentence(noData, () => 'A switch that is running tells it again within seconds.'),
})
