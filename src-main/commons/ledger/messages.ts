import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { formatTime } from '../../kernel/format-time.ts'
import { reservationSchema } from './verbs.ts'

const lockSchema = z.object({ of: reservationSchema, since: z.string(), startedBy: z.string() })

export const ledgerMessages = defineCatalogue('ledger', {
  notReserved: problem('locked', noData, () => ({
    message: 'The laptop is no longer reserved for this switch.',
    hint: 'Resume the switch, which reserves both laptops again.',
  })),
  locked: problem('locked', lockSchema, ({ of, since, startedBy }) => {
    const known = of.kind === 'switch' ? [of.from, of.to] : [of.laptop]
    const by = known.find(({ name }) => name === startedBy)?.label ?? startedBy
    // For files that are restored, snapshots that are deleted, a rollback.
    const what =
      of.kind === 'work'
        ? `Files or snapshots of ${of.laptop.label} are in use`
        : `A switch from ${of.from.label} to ${of.to.label} is running`
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
