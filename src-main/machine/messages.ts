import { z } from 'zod'
import { defineCatalogue, noData, problem } from '../contract/catalogue.ts'
import { formatDuration } from '../kernel/units.ts'

export const machineMessages = defineCatalogue('machine', {
  unknownVerb: problem('agent-mismatch', noData, () => ({
    message: 'The laptops have different versions of pc-switcher.',
    hint: 'Install the same version on both laptops.',
  })),
  invalidRequest: problem('invalid-input', noData, () => ({
    message: 'The agent refused a request that is not valid.',
    hint: 'Install the same version on both laptops.',
  })),
  noMessage: problem('invalid-input', noData, () => ({
    message: 'The agent ended the connection: what it was sent is no message.',
    hint: 'Install the same version on both laptops.',
  })),
  hung: problem('timed-out', z.object({ silentMs: z.number() }), ({ silentMs }) => ({
    message: `No progress for ${formatDuration(silentMs)}, so it was stopped.`,
    hint: 'Check whether a disk or a network folder hangs, then try again.',
  })),
})
