/** Images of virtual machines: what changed on the laptop that is left, brought over block by block. */
import type { Kept } from '../../../contract/rule.ts'
import type { Pair, Step } from '../../../switch/step.ts'
import { imagesArea } from '../area.ts'
import { offerGuests, prepareGuests } from '../guest-verbs.ts'
import { offerImages } from '../verbs.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { estimateImages, previewImages } from './images-preview.ts'
import { imagesPlanSchema, probeImages, type ImagesPlan } from './probe-images.ts'
import { runImages } from './run-images.ts'
import { verifyImages } from './verify-images.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import * as texts from './texts.ts'

/** `readKept` reads what each laptop keeps for itself, as the one that is left has it. */
export function createImagesStep(readKept: (pair: Pair) => Promise<readonly Kept[]>): Step<ImagesPlan> {
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
    run: runImages,
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
function describeChanges(agreed: ImagesPlan, now: ImagesPlan): readonly string[] {
  const before = new Map(agreed.groups.map((group) => [group.name, outline(group)]))
  const after = new Map(now.groups.map((group) => [group.name, outline(group)]))
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  )
  return [
    ...changed.map((name) => texts.imageChanged(textFromBytePath(name))),
    ...now.inUse.map(({ laptop, image }) => texts.nowInUse(image, laptop)),
  ]
}

function outline({ decision, members, guests }: ImagesPlan['groups'][number]): string {
  return JSON.stringify([
    decision,
    guests.map(({ uuid, onFrom, there }) => [uuid, onFrom, there]),
    members.map(({ name, onFrom, onTo, versions }) => [name, onFrom, onTo, versions.to ?? {}]),
  ])
}
