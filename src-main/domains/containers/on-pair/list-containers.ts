/** What both laptops' containers hold, at any time. */
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { containerRuleFor, type ContainerRule } from '../../../contract/container-rule.ts'
import type { ComparedImage, ComparedVolume } from '../../../contract/containers-calls.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import type { Machine } from '../../../machine/machine.ts'
import { listContainers, type ContainerImage, type Podman } from '../verbs.ts'
import { imagesByName } from './image-plan.ts'
import { readContainerRules } from './rules-file.ts'
import * as texts from './texts.ts'

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
      const names = [...new Set([here, there].flatMap(volumesOf).map(({ name }) => name))].sort()
      const volumes = names.map((name): ComparedVolume => {
        const decision = containerRuleFor(rules, { kind: 'volume', name })?.decision
        return {
          name,
          ...sideOf('here', here, name),
          ...sideOf('there', there, name),
          ...(decision === undefined ? {} : { decision }),
        }
      })
      return {
        ...{ here: laptopOf(one), there: laptopOf(other), volumes, images: compareImages(here, there, rules) },
        troubles: troublesOf([one, here], [other, there]),
      }
    },
  }
}

function volumesOf(podman: Podman) {
  return podman.kind === 'asked' ? podman.volumes : []
}

function sideOf(side: 'here' | 'there', podman: Podman, wanted: string): Partial<ComparedVolume> {
  const found = volumesOf(podman).find(({ name }) => name === wanted)
  return found === undefined ? {} : { [side]: { bytes: found.bytes, usedBy: found.usedBy } }
}

function compareImages(here: Podman, there: Podman, rules: readonly ContainerRule[]): ComparedImage[] {
  const sides = { here: imagesOf(here), there: imagesOf(there) }
  return [...new Set([...sides.here.keys(), ...sides.there.keys()])].sort().map((name) => {
    const decision = containerRuleFor(rules, { kind: 'image', name })?.decision
    const [one, other] = [sides.here.get(name), sides.there.get(name)]
    return {
      name,
      ...(one === undefined ? {} : { here: factsOf(one) }),
      ...(other === undefined ? {} : { there: factsOf(other) }),
      ...(decision === undefined ? {} : { decision }),
    }
  })
}

function factsOf({ id, bytes, isPulled }: ContainerImage) {
  return { id, bytes, isPulled }
}

function imagesOf(podman: Podman) {
  return imagesByName(podman.kind === 'asked' ? podman.images : [])
}

function laptopOf({ name, label }: Machine) {
  return { name, label }
}

function troublesOf(...sides: readonly (readonly [Machine, Podman])[]): string[] {
  return sides.flatMap(([{ label }, podman]) => texts.trouble(podman, label, true)?.title ?? [])
}
