import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'

export const containersMessages = defineCatalogue('containers', {
  notAsked: problem('blocked', z.object({ why: z.enum(['none', 'no-session', 'silent', 'broken']) }), ({ why }) => ({
    message: {
      none: 'podman is no longer installed.',
      'no-session': 'podman cannot be asked, because you are not logged in there.',
      silent: 'podman does not answer.',
      broken: 'podman ended with an error.',
    }[why],
    hint: 'Run "podman volume ls" and "podman image ls" there to see why, then resume. What is not copied yet is as it was.',
  })),
  withoutLastEqual: sentence(noData, () => 'The next plan then asks about every volume of containers that differs.'),
  withoutMemory: sentence(noData, () => 'The next plan then reads every volume of containers.'),
})
