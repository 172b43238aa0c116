/** Images of virtual machines: what changed on the source, brought over block by block. */
import type { Answers } from '../../../contract/preview.ts'
import type { Kept } from '../../../contract/rule.ts'
import type { Pair, Step } from '../../../switch/step.ts'
import { imagesArea } from '../area.ts'
import { offerGuests, prepareGuests, shutDownWithinMs } from '../guest-verbs.ts'
import { offerImages } from '../verbs.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { isTaken, needsShutDown } from './image-answers.ts'
import type { ImageGroup } from './image-group.ts'
import { estimateImages, previewImages } from './images-preview.ts'
import { imagesPlanSchema, probeImages, type ImagesPlan } from './probe-images.ts'
import { runImages } from './run-images.ts'
import { verifyImages } from './verify-images.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import { nowOff, nowOn } from './shut-down/texts.ts'
import * as texts from './texts.ts'

/** `readKept` reads what each laptop keeps for itself, as the one that has the latest work says. `shutDownMs`: what a guest gets to shut down. */
export function createImagesStep(
  readKept: (pair: Pair) => Promise<readonly Kept[]>,
  shutDownMs = shutDownWithinMs,
): Step<ImagesPlan> {
  return {
    info: {
      id: stepIds.images,
      title: texts.stepTitle,
      stage: 'copy',
      icon: 'vm',
      after: [stepIds.snapshots],
      waitsFor: texts.waitsFor,
    },
    undo: { area: imagesArea.id, also: texts.askedAgainAfterUndo },
    planSchema: imagesPlanSchema,
    probe: async (pair, context) => probeImages(pair, await readKept(pair), context),
    preview: previewImages,
    estimate: estimateImages,
    run: (pair, plan, answers, context) => runImages(pair, plan, answers, { ...context, shutDownMs }),
    verify: verifyImages,
    changes: describeChanges,
    remember: async ({ from, to }) => {
      await from.call(offerImages, { names: [], asChanges: [] })
      await from.call(offerGuests, { uuids: [] })
      await to.call(prepareGuests, { isNeeded: false })
    },
  }
}

/** An image that changed once more where it is taken from anyway is no news; another decision is, and what would be replaced. */
function describeChanges(agreed: ImagesPlan, now: ImagesPlan, answers: Answers): readonly string[] {
  const before = new Map(agreed.groups.map((group) => [group.name, group]))
  const after = new Map(now.groups.map((group) => [group.name, group]))
  const started = now.groups.filter((group) => needsShutDown(group) && isNewlyOn(group, before.get(group.name)))
  const ended = agreed.groups.filter((group) => needsShutDown(group) && !isTaken(group, answers) && isOff(after, group))
  const told = new Set([...started, ...ended].map(({ name }) => name))
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => !told.has(name) && outline(before.get(name)) !== outline(after.get(name)),
  )
  return [
    ...changed.map((name) => texts.imageChanged(textFromBytePath(name))),
    ...started.map(({ on }) => nowOn(on)),
    ...ended.map(({ on }) => nowOff(on)),
    ...now.inUse.map(({ laptop, image }) => texts.nowInUse(image, laptop)),
  ]
}

/** Another guest than was asked about, or in another state. */
function isNewlyOn({ on }: ImageGroup, agreed: ImageGroup | undefined): boolean {
  return on.some(({ name, state }) => agreed?.on.some((one) => one.name === name && one.state === state) !== true)
}

/** What was to be left out because of it would come now. */
function isOff(now: ReadonlyMap<string, ImageGroup>, { name }: ImageGroup): boolean {
  return now.get(name)?.on.length === 0
}

function outline(group: ImageGroup | undefined): string {
  if (group === undefined) return ''
  const { decision, members, guests } = group
  return JSON.stringify([
    decision,
    guests.map(({ uuid, onFrom, there }) => [uuid, onFrom, there]),
    members.map(({ name, onFrom, onTo, versions }) => [name, onFrom, onTo, versions.to ?? {}]),
  ])
}
