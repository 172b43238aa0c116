import type { BundleId } from '../../../contract/bundles-calls.ts'
import { answer, type Answer, type AnswerContext } from '../../../machine/machine.ts'
import { measureTrees } from '../../../tools/btrfs/btrfs-du.ts'
import { keepsAll, whereOf } from '../../../commons/places/schemas.ts'
import type { Message } from '../../../kernel/message.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, fromHome } from '../schemas.ts'
import {
  acceptBundle,
  bringBundleBack,
  createBundle,
  deleteBundle,
  deleteBundleAt,
  diffBundles,
  dropBundle,
  doubtPlaceOfBundle,
  getBundle,
  listBundles,
  listBundlesAt,
  measureBundles,
  pinBundle,
  pushBundle,
  putBundle,
  putBundleAway,
  readBundleElsewhere,
  receiveBundle,
  restoreBundle,
  verifyBundle,
} from '../verbs.ts'
import { findBundle, readBundles } from './bundle-folders.ts'
import { notePinned } from './bundle-use.ts'
import { removeBundle } from './make-and-remove.ts'
import type { TreeWork } from './describe-tree.ts'
import type { MoveWork } from './arrive.ts'
import {
  doubtPlaceOf,
  getFromPlace,
  placeOf,
  placesOfNow,
  putAtPlace,
  removeAtPlace,
  withBundles,
  withPlacesOfNow,
} from './at-place.ts'
import { compareBundles } from './diff-bundles.ts'
import { makeBundle } from './make-bundle.ts'
import { createReceivingBundles, sendBundle } from './move-bundle.ts'
import { bringBack, putAway } from './put-away.ts'
import { readSomewhere, type ReadingWork } from './read-places.ts'
import { restoreBundle as restore } from './restore-bundle.ts'
import { verifyBundle as verify } from './verify-bundle.ts'

export const createBundlesAnswers = (): readonly Answer[] => [
  answer(listBundles, (_input, { host }) => {
    const places = placesOfNow(host.stateFolder)
    const bundles = readBundles(host.stateFolder).map((facts) => withPlacesOfNow(places, facts))
    return Promise.resolve({ bundles })
  }),
  answer(pinBundle, ({ isPinned, ...id }, { host: { stateFolder } }) => {
    findBundle(stateFolder, id)
    notePinned(stateFolder, id, isPinned)
    return Promise.resolve(findBundle(stateFolder, id))
  }),
  answer(measureBundles, async ({ bundles }, { host, signal }) => {
    const found = bundles.map((id) => findBundle(host.stateFolder, id))
    const here = found.filter(({ isAway }) => isAway === undefined).map(({ place }) => place)
    const sizes = new Map((await measureTrees(here, { signal })).map((size, index) => [here[index], size]))
    return {
      sizes: bundles.map((id, index) => ({
        ...id,
        uniqueBytes: sizes.get(found[index]?.place)?.exclusiveBytes ?? 0,
        sharedBytes: sizes.get(found[index]?.place)?.sharedBytes ?? 0,
      })),
    }
  }),
  answer(createBundle, ({ paths, ...id }, context) =>
    makeBundle(
      context.host,
      { id, paths: paths.map((one) => fromHome(one, context.host.person)) },
      workOf(context, bundlesMessages.reading({ bundle: bundleText(id) })),
    ),
  ),
  answer(diffBundles, ({ one, other }, { host, signal }) => compareBundles(host.stateFolder, [one, other], { signal })),
  answer(restoreBundle, ({ bundle, path, to }, { host, signal, report }) => {
    const { head } = findBundle(host.stateFolder, bundle)
    report({ done: 0, unit: 'files', current: bundlesMessages.bringingBack({ bundle: bundleText(head.bundle) }) })
    return restore(host, { bundle, path, to: to && fromHome(to, host.person) }, { signal })
  }),
  answer(deleteBundle, async (id, { host }) => {
    await removeBundle(host.stateFolder, id)
    return {}
  }),
  answer(verifyBundle, (id, context) =>
    verify(context.host.stateFolder, id, workOf(context, bundlesMessages.reading({ bundle: bundleText(id) }))),
  ),
  ...createMoveAnswers(),
  ...createPlaceAnswers(),
]

function createPlaceAnswers(): readonly Answer[] {
  return [
    answer(listBundlesAt, async ({ place }, { host, signal }) => {
      const request = { host, place }
      const at = placeOf(request)
      return withBundles(request, { signal }, async (open) => {
        const [bundles, others] = [[...(await open.list())], [...open.others()]]
        return { where: whereOf(at), keepsAll: keepsAll(at), bundles, ...(others.length === 0 ? {} : { others }) }
      })
    }),
    answer(deleteBundleAt, async ({ place, ...head }, context) => {
      const told = { bundle: bundleText(head.bundle), place }
      await removeAtPlace({ host: context.host, place }, head, moveWork(context, bundlesMessages.deletingAt(told)))
      return {}
    }),
    answer(doubtPlaceOfBundle, (wanted, { host }) => {
      doubtPlaceOf(host, wanted)
      return Promise.resolve({})
    }),
    answer(putBundle, ({ place, bundle }, context) => {
      const told = { bundle: bundleText(bundle), place }
      return putAtPlace({ host: context.host, place }, bundle, moveWork(context, bundlesMessages.putting(told)))
    }),
    answer(getBundle, ({ place, bundle }, context) => {
      const told = { bundle: bundle.name, place }
      return getFromPlace({ host: context.host, place }, bundle, moveWork(context, bundlesMessages.getting(told)))
    }),
    answer(putBundleAway, (wanted, context) =>
      putAway({ host: context.host }, wanted, readingWork(context, wanted.bundle)),
    ),
    answer(readBundleElsewhere, async (id, context) => {
      const facts = findBundle(context.host.stateFolder, id)
      const { place, damaged, away } = await readSomewhere({ host: context.host }, facts, readingWork(context, id))
      return { ...(place === undefined ? {} : { place }), damaged: [...damaged], away: [...away] }
    }),
    answer(bringBundleBack, (id, context) =>
      bringBack({ host: context.host }, id, (place) =>
        moveWork(context, bundlesMessages.getting({ bundle: bundleText(id), place })),
      ),
    ),
  ]
}

function readingWork(context: AnswerContext, id: BundleId): ReadingWork {
  const onReading = (place: string) => moveWork(context, bundlesMessages.readingAt({ bundle: bundleText(id), place }))
  return { signal: context.signal, onReading }
}

function moveWork({ signal, report }: AnswerContext, current: Message): MoveWork {
  return {
    signal,
    onSent: (done) => report({ done, unit: 'bytes', current }),
    onRead: (done, total) => report({ done, total, unit: 'bytes' }),
  }
}

function createMoveAnswers(): readonly Answer[] {
  const receiving = createReceivingBundles()
  return [
    answer(receiveBundle, (wanted, { host, signal }) => receiving.receive(host, wanted, { signal })),
    answer(pushBundle, async (wanted, { host, signal, report }) => {
      const onBytes = (done: number, total: number) => report({ done, total, unit: 'bytes' })
      return { sentBytes: await sendBundle(host, wanted, onBytes, signal) }
    }),
    answer(acceptBundle, (wanted, context) => receiving.accept(context.host, wanted, workOf(context))),
    answer(dropBundle, async ({ operationId }) => {
      await receiving.drop(operationId)
      return {}
    }),
  ]
}

function workOf({ signal, report }: AnswerContext, current?: Message): TreeWork {
  const told = current === undefined ? {} : { current }
  return { signal, onBytes: (done, total) => report({ done, total, unit: 'bytes', ...told }) }
}
