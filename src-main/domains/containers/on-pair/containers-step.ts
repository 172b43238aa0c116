/** Volumes and images of the person's containers: what changed on the laptop that is left. */
import { homeArea } from '../../../commons/snapshot-sets/areas.ts'
import type { LeftStateOn } from '../../../commons/system-state/on-pair/left-state.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { Proof } from '../../../contract/switch-state.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { Pair, Step } from '../../../switch/step.ts'
import { rememberContainers } from '../verbs.ts'
import { estimateContainers, previewContainers } from './containers-preview.ts'
import { rowsOf } from './containers-plan.ts'
import { containersPlanSchema, probeContainers, type ContainersPlan } from './probe-containers.ts'
import { readContainerRules } from './rules-file.ts'
import { runContainers, sameOnBoth } from './run-containers.ts'
import { readImages } from './run-images.ts'
import { verifyContainers } from './verify-containers.ts'
import { isTaken } from './container-answers.ts'
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

/** What changed once more where it is taken from anyway is no news; another decision is, and what would be replaced. */
function describeChanges(agreed: ContainersPlan, now: ContainersPlan): readonly string[] {
  const [before, after] = [agreed, now].map(({ rows }) => new Map(rows.map((row) => [row.name, outline(row)])))
  const both = new Map([...agreed.rows, ...now.rows].map((row) => [row.name, row]))
  const changed = [...both.values()].filter(({ name }) => before?.get(name) !== after?.get(name))
  const known = new Set(agreed.troubles.map(({ title }) => title))
  const news = now.troubles.filter(({ title }) => !known.has(title))
  return [...changed.map(texts.rowChanged), ...news.map(({ title }) => `${title}.`)]
}

function outline({ decision, to }: ContainersPlan['rows'][number]): string {
  return JSON.stringify([decision, to?.stamp ?? ''])
}

async function remember(pair: Pair, { rows }: ContainersPlan, { switchId }: Proof, answers: Answers): Promise<void> {
  const equal = rows.filter((row) => row.decision.kind === 'same' || isTaken(row, answers))
  const names = rowsOf('volume', equal).map(({ name }) => name)
  const { signal } = new AbortController()
  const { digests } = await sameOnBoth(pair, { names, offered: true }, { signal })
  const { same } = await readImages(pair, rowsOf('image', equal), { signal })
  const proven = { switchId, digests: Object.fromEntries([...digests, ...same]) }
  await Promise.all([pair.from.call(rememberContainers, proven), pair.to.call(rememberContainers, proven)])
}
