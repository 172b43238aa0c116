import { z } from 'zod'
import { engineIdSchema, type EngineId } from '../../contract/container-rule.ts'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'

export const engineNames: Readonly<Record<EngineId, string>> = { podman: 'podman', docker: 'Docker' }
/** As the person asks it. */
export const engineCommands: Readonly<Record<EngineId, string>> = { podman: 'podman', docker: 'sudo docker' }

const notAskedSchema = z.object({
  engine: engineIdSchema,
  why: z.enum(['none', 'no-session', 'stopped', 'silent', 'broken']),
})

export const containersMessages = defineCatalogue('containers', {
  notAsked: problem('blocked', notAskedSchema, ({ engine, why }) => ({
    message: {
      none: `${engineNames[engine]} is no longer installed.`,
      'no-session': `${engineNames[engine]} cannot be asked, because you are not logged in there.`,
      stopped: `${engineNames[engine]} is no longer running.`,
      silent: `${engineNames[engine]} does not answer.`,
      broken: `${engineNames[engine]} ended with an error.`,
    }[why],
    hint: `Run "${engineCommands[engine]} volume ls" and "${engineCommands[engine]} image ls" there to see why, then resume. What is not copied yet is as it was.`,
  })),
  withoutLastEqual: sentence(noData, () => 'The next plan then asks about every volume of containers that differs.'),
  withoutMemory: sentence(noData, () => 'The next plan then reads every volume of containers.'),
})
