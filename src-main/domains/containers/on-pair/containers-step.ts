/** Volumes and images of containers: what changed on the source. */
import { homeArea, systemArea } from '../../../commons/snapshot-sets/areas.ts'
import type { RulesOf } from '../../../commons/system-state/on-pair/work-state.ts'
import { engineIds } from '../../../contract/container-rule.ts'
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
import { isTaken, questionId } from './container-answers.ts'
import * as texts from './texts.ts'

export function createContainersStep(rulesOf: RulesOf): Step<ContainersPlan> {
  return {
    info: {
      id: stepIds.containers,
      title: texts.stepTitle,
      stage: 'copy',
      icon: 'puzzle',
      after: [stepIds.snapshots],
      waitsFor: texts.waitsFor,
    },
    // podman's are in /home, Docker's are not.
    undo: { area: homeArea.id, others: [systemArea.id] },
    planSchema: containersPlanSchema,
    probe: async (pair, context) => probeContainers(pair, await readContainerRules(rulesOf(pair)), context),
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
  const [before, after] = [agreed, now].map(({ rows }) => new Map(rows.map((row) => [questionId(row), outline(row)])))
  const both = new Map([...agreed.rows, ...now.rows].map((row) => [questionId(row), row]))
  const changed = [...both].flatMap(([id, row]) => (before?.get(id) === after?.get(id) ? [] : [row]))
  const known = new Set(agreed.troubles.map(({ title }) => title))
  const news = now.troubles.filter(({ title }) => !known.has(title))
  return [...changed.map(texts.rowChanged), ...news.map(({ title }) => `${title}.`)]
}

function outline({ decision, to }: ContainersPlan['rows'][number]): string {
  return JSON.stringify([decision, to?.stamp ?? ''])
}

async function remember(pair: Pair, { rows }: ContainersPlan, { switchId }: Proof, answers: Answers): Promise<void> {
  const equal = rows.filter((row) => row.decision.kind === 'same' || isTaken(row, answers))
  const { signal } = new AbortController()
  for (const engine of engineIds) {
    const names = rowsOf('volume', equal, engine).map(({ name }) => name)
    const { digests } = await sameOnBoth(pair, { engine, names, offered: true }, { signal })
    const { same } = await readImages(pair, { engine, rows: rowsOf('image', equal, engine) }, { signal })
    const proven = { engine, switchId, digests: Object.fromEntries([...digests, ...same]) }
    await Promise.all([pair.from.call(rememberContainers, proven), pair.to.call(rememberContainers, proven)])
  }
}
