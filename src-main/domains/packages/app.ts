import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { isCopied } from '../../commons/settings/settings-file.ts'
import type { RulesReader } from '../../commons/system-state/on-pair/work-state.ts'
import { stepIds } from '../../contract/step-ids.ts'
import { anyStep } from '../../switch/any-step.ts'
import type { EtcDecisions } from './on-pair/programs/program-source.ts'
import { checkOstree } from './flatpak/on-pair/source.ts'
import { createLocalUnitsStep } from './local-units/on-pair/local-units-step.ts'
import { checkAllPrograms, createProgramsStep } from './on-pair/all-programs.ts'
import { readAptRules } from './on-pair/sources/probe-sources.ts'
import { createPackagesHandlers } from './on-pair/handlers.ts'
import { packagesManifests } from './on-pair/packages-manifest.ts'
import {
  listPackageRules,
  readPackageRules,
  rulesContributor,
  createPackageRulesHandlers,
} from './on-pair/rules/rules-file.ts'
import type { PersonRules } from './on-pair/probe-packages.ts'
import { copies } from './on-pair/texts.ts'
import { createPackagesWhy } from './on-pair/why/why-packages.ts'
import { packagesMessages } from './messages.ts'

async function readRules(state: RulesReader): Promise<PersonRules & EtcDecisions> {
  const [rules, hasAptRule, carriesEtc] = await Promise.all([
    readPackageRules(state),
    readAptRules(state),
    isCopied('etc', state),
  ])
  return { rules, hasAptRule, carriesEtc }
}

const own = [stepIds.packages, stepIds.localUnits]

export const packagesApp = {
  name: 'packages',
  messages: packagesMessages,
  handlers: (parts) => ({
    ...createPackagesHandlers(parts, () => parts.steps().filter(({ info: { id } }) => own.includes(id))),
    ...createPackageRulesHandlers(parts),
  }),
  steps: ({ workState }) => [
    createProgramsStep((pair) => readRules(workState.of(pair))),
    anyStep(createLocalUnitsStep((pair) => readPackageRules(workState.of(pair)))),
  ],
  why: createPackagesWhy,
  copies: { id: 'packages', ...copies, isOptional: true },
  fullCheck: ({ workState }) => {
    const readWorkRules = async () => (await workState.read((at) => listPackageRules(at.state))).rules
    return checkAllPrograms(readWorkRules)
  },
  doctorChecks: [checkOstree],
  contributors: ({ workState }) => [packagesManifests, rulesContributor(workState.of)],
} satisfies AppCapability
