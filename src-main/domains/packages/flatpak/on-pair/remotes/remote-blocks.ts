/** Sources of Flatpak apps that nobody is asked about, in a plan. */
import type { Change, PreviewBlock } from '../../../../../contract/preview.ts'
import type { Pair } from '../../../../../switch/step.ts'
import { changesBlock } from '../../../on-pair/apps/app-question.ts'
import { change, keyOfRemote } from '../flatpak-change.ts'
import type { FlatpakPlan, OfferedRemote } from '../flatpak-plan.ts'
import { partsDiffering } from './compare-remotes.ts'
import * as texts from './texts.ts'

export function remoteBlocks(
  { remotesTold, remotesDiffering }: FlatpakPlan,
  { from, to }: Pair,
): readonly PreviewBlock[] {
  const labels = { from: from.label, to: to.label }
  return [
    ...changesBlock(
      texts.blocks.told(to.label),
      remotesTold.map((one) => remoteChange('cannot', one, texts.whyNoSource(one.why, one.name, labels))),
    ),
    ...changesBlock(
      texts.blocks.differing(to.label),
      remotesDiffering.map((one) => {
        const parts = partsDiffering(one)
        const what = texts.differs(one, parts, labels)
        return remoteChange('keep', one.here, texts.differingDetail(what, texts.byHand(one, parts, labels)))
      }),
    ),
  ]
}

function remoteChange(effect: Change['effect'], remote: OfferedRemote, detail: string): Change {
  return { ...change(effect, texts.titleOf(remote), detail), listedAs: keyOfRemote(remote) }
}
