/** Volumes of the person's containers: what changed on the laptop that is left, taken whole. */
import { homeArea } from '../../../commons/snapshot-sets/areas.ts'
import type { LeftStateOn } from '../../../commons/system-state/on-pair/left-state.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { Proof } from '../../../contract/switch-state.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { Pair, Step } from '../../../switch/step.ts'
import { rememberVolumes } from '../verbs.ts'
import { estimateContainers, previewContainers } from './containers-preview.ts'
import { containersPlanSchema, probeContainers, type ContainersPlan } from './probe-containers.ts'
import { readContainerRules } from './rules-file.ts'
import { runContainers, sameOnBoth } from './run-containers.ts'
import { verifyContainers } from './verify-containers.ts'
import { isTaken } from './volume-answers.ts'
import * as texts from './texts.ts'

export function createContainersStep(stateOn: LeftStateOn): Step<ContainersPlan> {
  return {
    info: {
      id: stepIds.containers,
      title: texts.stepTitle,
      stage: 'copy',
      icon: 'puzzle',
      after: [stepIds.snapshots],
      waitsFor: texts.waitsFor,
    },
    undo: { area: homeArea.id },
    planSchema: containersPlanSchema,
    probe: async (pair, context) => probeContainers(pair, await readContainerRules(stateOn(pair.from)), context),
    preview: previewContainers,
    estimate: estimateContainers,
    run: runContainers,
    verify: verifyContainers,
    changes: describeChanges,
    remember,
  }
}

/** A volume that changed once more where it is taken from anyway is no news; another decision is, and what would be replaced. */
function describeChanges(agreed: ContainersPlan, now: ContainersPlan): readonly string[] {
  const [before, after] = [agreed, now].map(({ rows }) => new Map(rows.map((row) => [row.name, outline(row)])))
  const names = new Set([...agreed.rows, ...now.rows].map(({ name }) => name))
  const changed = [...names].filter((name) => before?.get(name) !== after?.get(name))
  const known = new Set(agreed.troubles.map(({ title }) => title))
  const news = now.troubles.filter(({ title }) => !known.has(title))
  return [...changed.map(texts.volumeChanged), ...news.map(({ title }) => `${title}.`)]
}

function outline({ decision, to }: ContainersPlan['rows'][number]): string {
  return JSON.stringify([decision, to?.stamp ?? ''])
}

async function remember(pair: Pair, { rows }: ContainersPlan, { switchId }: Proof, answers: Answers): Promise<void> {
  const names = rows.filter((row) => row.decision.kind === 'same' || isTaken(row, answers)).map(({ name }) => name)
  const { digests } = await sameOnBoth(pair, { names, offered: true }, { signal: new AbortController().signal })
  const proven = { switchId, digests: Object.fromEntries(digests) }
  await Promise.all([pair.from.call(rememberVolumes, proven), pair.to.call(rememberVolumes, proven)])
}
