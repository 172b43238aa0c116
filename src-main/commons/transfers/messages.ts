import { z } from 'zod'
import { defineCatalogue, noData, problem } from '../../contract/catalogue.ts'

const refusals = {
  unknown: 'it is not known here, or was used before',
  unreadable: 'it is unreadable',
  'earlier-boot': 'the laptop was restarted after it was issued',
  expired: 'it has expired',
} as const

export const transfersMessages = defineCatalogue('transfers', {
  ticketRefused: problem(
    'ticket-refused',
    z.object({ why: z.enum(['unknown', 'unreadable', 'earlier-boot', 'expired']) }),
    ({ why }) => ({
      message: `The ticket for this transfer was refused: ${refusals[why]}.`,
      hint: 'Start the transfer again.',
    }),
  ),
  unknownArea: problem('invalid-input', z.object({ id: z.string() }), ({ id }) => ({
    message: `Files cannot be sent to "${id}".`,
    hint: 'Install the same version of pc-switcher on both laptops.',
  })),
  noAddress: problem('not-paired', noData, () => ({
    message: 'The address of the other laptop is unreadable.',
    hint: 'Pair the laptops again.',
  })),
})
