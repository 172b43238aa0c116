import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { systemArea } from '../../commons/snapshot-sets/areas.ts'
import { alternativesAnswers } from './alternatives/on-machine/answers.ts'
import { flatpakAnswers } from './flatpak/on-machine/answers.ts'
import { flatpakTransfers } from './flatpak/on-machine/packed-repository.ts'
import { archiveTransfers, removeOldArchives } from './on-machine/archives/archive-folders.ts'
import { createPackagesAnswers } from './on-machine/answers.ts'
import { forgetOldArchitectures } from './on-machine/fresh-offers.ts'
import { equalMarks } from './on-machine/answer-capture.ts'
import { putBackAbandoned } from './on-machine/untried-files.ts'
import { createSnapAnswers } from './snap/on-machine/answers.ts'
import { toldAnswers } from './told/on-machine/answers.ts'

export const packagesAgent: AgentCapability = {
  name: 'packages',
  answers: () => [
    ...createPackagesAnswers(),
    ...flatpakAnswers,
    ...createSnapAnswers(),
    ...alternativesAnswers,
    ...toldAnswers,
  ],
  atStart: ({ stateFolder }) => {
    putBackAbandoned(stateFolder)
    return Promise.all([removeOldArchives(), forgetOldArchitectures()])
  },
  transferAreas: [archiveTransfers, flatpakTransfers],
  ownPaths: ['/var/cache/pc-switcher'],
  forget: (stateFolder, replaced, undoes) => {
    if (replaced.includes(systemArea.id)) equalMarks.forget(stateFolder, undoes)
  },
}
