/** Answers the calls about packages, outside of a switch. */
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import type { ComparedPackage } from '../../../contract/packages-calls.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { AnyStep } from '../../../switch/step.ts'
import { keyOf, type Capture } from '../model.ts'
import { findOrigins, listSources } from '../source-verbs.ts'
import { planAtSwitch } from './at-switch/at-switch.ts'
import { programSources } from './all-programs.ts'
import { byKey, onlySet } from './programs/program-source.ts'
import { settingsSideBySide } from './programs/settings-side-by-side.ts'
import { sourcesSideBySide } from './sources/side-by-side.ts'
import { sideBySide } from './side-by-side.ts'
import { unitsSideBySide } from './units-side-by-side.ts'
import { readCapture } from './read-capture.ts'

const byName = (one: ComparedPackage, other: ComparedPackage): number => (orderOf(one) < orderOf(other) ? -1 : 1)

/** A package and a snap may have one name, and an app may be there for everybody and for the person. */
const orderOf = ({ name, architecture, manager, scope }: ComparedPackage): string =>
  [name, architecture, manager, scope ?? ''].join(':')

/** Besides the laptop's own. */
const architecturesOf = ({ architectures }: Capture) => byKey(architectures.map(onlySet))

const laptopOf = ({ name, label }: Machine) => ({ name, label })

export function createPackagesHandlers(
  { reach, logger }: Pick<AppParts, 'reach' | 'logger'>,
  steps: () => readonly AnyStep[],
): Pick<Handlers, 'packagesCompare' | 'packagesAtSwitch' | 'packagesOrigins'> {
  return {
    packagesAtSwitch: async () => {
      const [here, there] = await reach.both()
      const plans = await Promise.all([
        planAtSwitch('there', { from: here, to: there }, steps(), logger),
        planAtSwitch('here', { from: there, to: here }, steps(), logger),
      ])
      return { lines: plans.flatMap(({ lines }) => lines), isTurnedOff: plans.every(({ isTurnedOff }) => isTurnedOff) }
    },
    packagesCompare: async () => {
      const [here, there] = await reach.both()
      const pair = { from: here, to: there }
      const [ofHere, ofThere, sourcesHere, sourcesThere, ...programs] = await Promise.all([
        ...([readCapture(here), readCapture(there)] as const),
        ...([here.call(listSources, {}), there.call(listSources, {})] as const),
        ...programSources.flatMap(({ compare }) => compare?.(pair) ?? []),
      ])
      const packages = [...sideBySide(ofHere, ofThere), ...programs.flatMap((one) => one.packages)]
      const others = [
        ...unitsSideBySide(ofHere.units, ofThere.units),
        ...sourcesSideBySide(sourcesHere, sourcesThere),
        ...settingsSideBySide('architecture', architecturesOf(ofHere), architecturesOf(ofThere)),
        ...programs.flatMap((one) => one.others),
      ]
      return {
        ...{ here: laptopOf(here), there: laptopOf(there) },
        packages: packages.sort(byName),
        others: others.sort((one, other) => (one.name < other.name ? -1 : 1)),
      }
    },
    packagesOrigins: async ({ packages }) => {
      const refs = packages.map(({ name, architecture }) => ({ name, arch: architecture }))
      const ask = async (laptop: Machine) => (await laptop.call(findOrigins, { packages: refs })).origins
      const [here, there] = await Promise.all((await reach.both()).map(ask))
      const idsOf = (origins: readonly { readonly id: string }[] = []) => [...new Set(origins.map(({ id }) => id))]
      return {
        packages: packages.map((one, index) => {
          const ref = refs[index]
          const key = ref === undefined ? '' : keyOf(ref)
          return { ...one, here: idsOf(here?.[key]), there: idsOf(there?.[key]) }
        }),
      }
    },
  }
}
