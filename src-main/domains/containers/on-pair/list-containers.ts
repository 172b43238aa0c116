/** What both laptops' containers hold, at any time. */
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { containerRuleFor, engineIds, type ContainerRule } from '../../../contract/container-rule.ts'
import type { ComparedImage, ComparedVolume } from '../../../contract/containers-calls.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import type { Machine } from '../../../machine/machine.ts'
import { listContainers, type ContainerImage, type Contents } from '../verbs.ts'
import { imagesByName } from './image-plan.ts'
import { readContainerRules } from './rules-file.ts'
import { troublesOf, type OfEngine } from './probe-containers.ts'

export function createContainersListHandler({
  reach,
  workState,
}: Pick<AppParts, 'reach' | 'workState'>): Pick<Handlers, 'containersList'> {
  return {
    containersList: async () => {
      const [one, other] = await reach.both()
      const [here, there, { rules }] = await Promise.all([
        one.call(listContainers, {}),
        other.call(listContainers, {}),
        workState.read(async ({ state }) => ({ rules: await readContainerRules(state) })),
      ])
      const both = engineIds.map((engine) => ({ engine, here: here[engine], there: there[engine] }))
      return {
        ...{ here: laptopOf(one), there: laptopOf(other) },
        volumes: both.flatMap((each) => compareVolumes(each, rules)),
        images: both.flatMap((each) => compareImages(each, rules)),
        troubles: both.flatMap((each) =>
          troublesOf(each.engine, [one, each.here], [other, each.there]).map(({ title }) => title),
        ),
      }
    },
  }
}

function compareVolumes({ engine, here, there }: OfEngine, rules: readonly ContainerRule[]): ComparedVolume[] {
  const names = [...new Set([here, there].flatMap(volumesOf).map(({ name }) => name))].sort()
  return names.map((name) => {
    const decision = containerRuleFor(rules, { engine, kind: 'volume', name })?.decision
    return {
      ...{ engine, name },
      ...sideOf('here', here, name),
      ...sideOf('there', there, name),
      ...(decision === undefined ? {} : { decision }),
    }
  })
}

function volumesOf(contents: Contents) {
  return contents.kind === 'asked' ? contents.volumes : []
}

function sideOf(side: 'here' | 'there', contents: Contents, wanted: string): Partial<ComparedVolume> {
  const found = volumesOf(contents).find(({ name }) => name === wanted)
  return found === undefined ? {} : { [side]: { bytes: found.bytes, usedBy: found.usedBy } }
}

function compareImages({ engine, here, there }: OfEngine, rules: readonly ContainerRule[]): ComparedImage[] {
  const sides = { here: imagesOf(here), there: imagesOf(there) }
  return [...new Set([...sides.here.keys(), ...sides.there.keys()])].sort().map((name) => {
    const decision = containerRuleFor(rules, { engine, kind: 'image', name })?.decision
    const [one, other] = [sides.here.get(name), sides.there.get(name)]
    return {
      ...{ engine, name },
      ...(one === undefined ? {} : { here: factsOf(one) }),
      ...(other === undefined ? {} : { there: factsOf(other) }),
      ...(decision === undefined ? {} : { decision }),
    }
  })
}

function factsOf({ id, bytes, isPulled }: ContainerImage) {
  return { id, bytes, isPulled }
}

function imagesOf(contents: Contents) {
  return imagesByName(contents.kind === 'asked' ? contents.images : [])
}

function laptopOf({ name, label }: Machine) {
  return { name, label }
}
