import type { AppCapability, AppParts } from '../../commons/capability/app-capability.ts'
import { optionalCheck, optionalStep } from '../../commons/settings/optional-step.ts'
import { readSettings } from '../../commons/settings/settings-file.ts'
import type { LeftState } from '../../commons/system-state/on-pair/left-state.ts'
import { anyStep } from '../../switch/any-step.ts'
import type { AnyStep } from '../../switch/step.ts'
import type { EtcDecisions } from './etc-settings/on-pair/etc-settings-step.ts'
import { checkOstree } from './flatpak/on-pair/check-ostree.ts'
import { createLocalUnitsStep } from './local-units/on-pair/local-units-step.ts'
import { checkAllPrograms, createProgramsStep } from './on-pair/all-programs.ts'
import { readAptRules } from './on-pair/sources/etc-rules.ts'
import { createPackagesHandlers } from './on-pair/handlers.ts'
import { packagesManifests } from './on-pair/packages-manifest.ts'
import { rulesContributor } from './on-pair/rules/contributor.ts'
import { createPackageRulesHandlers } from './on-pair/rules/handlers.ts'
import { listPackageRules, readPackageRules } from './on-pair/rules/rules-file.ts'
import type { PersonRules } from './on-pair/probe-packages.ts'
import { stepTitle } from './on-pair/texts.ts'
import { packagesMessages } from './messages.ts'

async function readRules(state: LeftState): Promise<PersonRules & EtcDecisions> {
  const [rules, hasAptRule, { travel }] = await Promise.all([
    readPackageRules(state),
    readAptRules(state),
    readSettings(state),
  ])
  return { rules, hasAptRule, carriesEtc: travel.etc }
}

function stepsOf({ leftStateOn }: Pick<AppParts, 'leftStateOn'>): readonly AnyStep[] {
  return [
    optionalStep(
      createProgramsStep(({ from }) => readRules(leftStateOn(from))),
      'packages',
      leftStateOn,
    ),
    optionalStep(
      anyStep(createLocalUnitsStep(({ from }) => readPackageRules(leftStateOn(from)))),
      'packages',
      leftStateOn,
    ),
  ]
}

export const packagesApp = {
  name: 'packages',
  messages: packagesMessages,
  handlers: (parts) => ({
    ...createPackagesHandlers(parts, stepsOf(parts)),
    ...createPackageRulesHandlers(parts),
  }),
  steps: stepsOf,
  fullCheck: ({ systemState: state, workState }) => {
    const readWorkRules = async () => (await workState.read((at) => listPackageRules(at.state))).rules
    return optionalCheck(checkAllPrograms(readWorkRules), 'packages', { title: stepTitle, state })
  },
  doctorChecks: [checkOstree],
  contributors: ({ leftStateOn }) => [packagesManifests, rulesContributor(leftStateOn)],
} satisfies AppCapability
