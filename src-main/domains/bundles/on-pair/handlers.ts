import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { bundlePartSchema, type MovedBundle } from '../../../contract/bundles-calls.ts'
import { placeNameSchema } from '../../../contract/copies-calls.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { Machine } from '../../../machine/machine.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, sourcePathSchema } from '../schemas.ts'
import {
  createBundle,
  diffBundles,
  getBundle,
  listBundlesAt,
  measureBundles,
  pinBundle,
  putBundle,
  restoreBundle,
  verifyBundle,
  type MovedByPlace,
} from '../verbs.ts'
import { deleteAtPlace, deleteBundles } from './delete-bundles.ts'
import { factsOf, matching, parseBundle, view } from './find-bundles.ts'
import { bringBundleBack, putBundleAway } from './put-away.ts'
import { sendBundle } from './send-bundle.ts'
import { created, pulled, pushed, restored, taskTitles, verified } from './texts.ts'

type Keys = Extract<keyof Handlers, `bundles${string}`>
type Tools = Pick<AppParts, 'reach' | 'here' | 'runTask'>

export function createBundlesHandlers(tools: Tools): Pick<Handlers, Keys> {
  const { reach, here, runTask } = tools
  const on = (laptop: string | undefined): Promise<Machine> => (laptop === undefined ? here() : reach.named(laptop))
  return {
    bundlesList: async ({ on: laptops }) => {
      const { answers, missing } = await askEach(await reach.all(laptops), async (machine) =>
        (await factsOf(machine)).map((facts) => view(machine, facts)),
      )
      return { bundles: answers.flat(), missing }
    },
    bundlesMeasure: async ({ laptop, bundle }) => {
      const machine = await on(laptop)
      const bundles = (await matching(machine, bundle)).map(({ head }) => head.bundle)
      const { sizes } = await machine.call(measureBundles, { bundles })
      return { sizes: sizes.map((size) => ({ laptop: machine.name, ...size })) }
    },
    bundlesCreate: async ({ laptop, bundle, paths }, call) => {
      const { name, version = versionOfNow(new Date()) } = parseBundle(bundle)
      const wanted = { name, version, paths: paths.map(bytePath) }
      const machine = await on(laptop)
      return runTask(call, { title: taskTitles.create(bundleText(wanted)), activity: created }, async (options) =>
        view(machine, await machine.call(createBundle, wanted, options)),
      )
    },
    bundlesDiff: async ({ laptop, one, other }) => {
      const trees = { one: parseBundle(one), other: parseBundle(other) }
      return (await on(laptop)).call(diffBundles, trees)
    },
    bundlesRestore: async ({ laptop, bundle, path, to }, call) => {
      const wanted = {
        bundle: parseBundle(bundle),
        ...(path === undefined ? {} : { path: bytePathFromText(path.replace(/^\/+|\/+$/g, '')) }),
        ...(to === undefined ? {} : { to: bytePath(to) }),
      }
      const machine = await on(laptop)
      const title = taskTitles.restore(bundle, machine.label)
      return runTask(call, { title, activity: restored }, async (options) => ({
        laptop: machine.name,
        ...(await machine.call(restoreBundle, wanted, options)),
      }))
    },
    bundlesDelete: async ({ laptop, bundle, force }, call) =>
      deleteBundles(tools, { machine: await on(laptop), bundle, force }, call),
    bundlesDeleteAt: async ({ laptop, place, bundle, digest, force }, call) =>
      deleteAtPlace(tools, { machine: await on(laptop), place: namedPlace(place), bundle, digest, force }, call),
    bundlesVerify: async ({ laptop, bundle }, call) => {
      const machine = await on(laptop)
      const all = await matching(machine, bundle)
      const found = bundle === undefined ? all.filter(({ isAway }) => isAway === undefined) : all.slice(0, 1)
      const wanted = found.map(({ head }) => head.bundle)
      const activity = ({ checks }: { readonly checks: Parameters<typeof verified>[0] }) => verified(checks)
      return runTask(call, { title: taskTitles.verify(bundle), activity }, async (options) => {
        const checks = []
        for (const id of wanted) checks.push(await machine.call(verifyBundle, id, options))
        return { laptop: machine.name, checks }
      })
    },
    bundlesListAt: async ({ laptop, place }) => {
      const machine = await on(laptop)
      const { bundles, others } = await machine.call(listBundlesAt, { place: namedPlace(place) })
      return { bundles: bundles.map((facts) => view(machine, facts)), ...(others === undefined ? {} : { others }) }
    },
    bundlesPush: async ({ laptop, place, bundle }, call) => {
      const machine = await on(laptop)
      const [newest] = await matching(machine, bundle)
      if (newest === undefined) throw bundlesMessages.noBundle({ bundle })
      const wanted = { place: namedPlace(place), bundle: newest.head.bundle }
      const title = taskTitles.push(bundleText(newest.head.bundle), place)
      return runTask(call, { title, activity: pushed }, async (options) =>
        moved(machine, await machine.call(putBundle, wanted, options)),
      )
    },
    bundlesPull: async ({ laptop, place, bundle }, call) => {
      const wanted = { place: namedPlace(place), bundle: parseBundle(bundle) }
      const machine = await on(laptop)
      return runTask(call, { title: taskTitles.pull(bundle, place), activity: pulled }, async (options) =>
        moved(machine, await machine.call(getBundle, wanted, options)),
      )
    },
    bundlesSend: async ({ laptop, bundle, to }, call) =>
      sendBundle(tools, { owner: await on(laptop), bundle, to }, call),
    bundlesPin: async ({ laptop, bundle, isPinned }) => {
      const machine = await on(laptop)
      const bundles = []
      for (const { head } of await matching(machine, bundle))
        bundles.push(view(machine, await machine.call(pinBundle, { ...head.bundle, isPinned })))
      return { bundles }
    },
    bundlesPutAway: async ({ laptop, bundle }, call) =>
      putBundleAway(tools, { machine: await on(laptop), bundle }, call),
    bundlesBringBack: async ({ laptop, bundle }, call) =>
      bringBundleBack(tools, { machine: await on(laptop), bundle }, call),
  }
}

function moved(machine: Machine, { facts, how, since }: MovedByPlace): MovedBundle {
  return { bundle: view(machine, facts), how, ...(since === undefined ? {} : { since }) }
}

function namedPlace(place: string): string {
  if (!placeNameSchema.safeParse(place).success) throw placesMessages.noPlace({ name: place })
  return place
}

/** Of the files and folders that a person names. */
function bytePath(text: string): BytePath {
  const path = bytePathFromText(text.length > 1 ? text.replace(/\/+$/, '') : text)
  if (!sourcePathSchema.safeParse(path).success) throw bundlesMessages.badPath({ path: text })
  return path
}

/** "2026-11-28-140533", as the clock on the wall says. */
export function versionOfNow(now: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-')
  return bundlePartSchema.parse(`${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`)
}
