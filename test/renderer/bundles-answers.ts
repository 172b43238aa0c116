/** Bundles of both laptops, as `bundles.list` tells of practice laptops, with other names and amounts. */
import { calls } from '../../src-main/contract/calls.ts'
import type { JobRun, JobView } from '../../src-main/contract/jobs-calls.ts'
import type { BundleView } from '../../src-main/contract/bundles-calls.ts'
import { AppError } from '../../src-main/kernel/app-error.ts'
import type { Output } from '../../src-main/contract/define.ts'
import { p17, xps } from './laptops.ts'
import type { World } from './memory-binding.ts'

const bundle = (name: string, version: string, laptop: string, more: Partial<BundleView> = {}): BundleView => ({
  ...{ name, version, laptop, madeAt: '2026-11-18T16:20:00.000Z', madeOn: p17.name, isDamaged: false },
  ...{ leftOut: [], elsewhere: [], isAway: false, isPinned: false, awayOn: [], damagedOn: [] },
  ...{ sources: [`/home/alice/${name}`], files: 1204, bytes: 3.4e9, digest: `${name}${version}` },
  ...{ verifiedAt: '2026-11-18T16:21:00.000Z', place: `/var/lib/pc-switcher/root/bundles/${name}/${version}` },
  ...more,
})

type Answer = Output<(typeof calls)['bundlesList']>

export const someBundles: Answer = {
  bundles: [
    bundle('release', '2.1', p17.name, { sources: ['/home/alice/work/release', '/home/alice/work/notes.txt'] }),
    bundle('release', '2.0', p17.name, { madeAt: '2026-10-02T08:00:00.000Z', bytes: 3.1e9 }),
    bundle('release', '2.0', xps.name, { madeAt: '2026-10-02T08:00:00.000Z', bytes: 3.1e9 }),
    bundle('survey', '2026-11-01-090000', xps.name, {
      ...{ bytes: 18.2e9, files: 48_230, leftOut: [{ path: '/home/alice/survey/run/socket', why: 'special' }] },
    }),
  ],
  missing: [],
}
export const noBundles: Answer = { bundles: [], missing: [] }
/** One whose files are on a disk and the other laptop, and one whose disk damaged it. */
export const awayBundles: Answer = {
  bundles: someBundles.bundles.map((one) =>
    one.laptop !== p17.name
      ? one
      : {
          ...{ ...one, isAway: true, verifiedAt: undefined },
          elsewhere: one.version === '2.1' ? [{ place: 'Backup disk', at: '2026-11-18T17:00:00.000Z' }] : [],
          awayOn: one.version === '2.0' ? [{ laptop: xps.name, at: '2026-11-18T17:00:00.000Z' }] : [],
          damagedOn: one.version === '2.0' ? ['Backup disk'] : [],
        },
  ),
  missing: [],
}
export const damagedBundles: Answer = {
  bundles: someBundles.bundles.map((one) =>
    one.laptop === xps.name && one.name === 'release' ? { ...one, isDamaged: true } : one,
  ),
  missing: [],
}

const roomRun: JobRun = {
  ...{ runId: 'run', startedAt: '2026-11-20T02:00:00.000Z', startedBy: 'timer', isRecorded: true },
  state: {
    ...{ kind: 'done', at: '2026-11-20T02:00:40.000Z' },
    summary: '2 bundles put away, 21.6 GB freed: 69% of the disk is used.',
  },
}

/** The job that makes room, which is turned on and off. */
export function roomAnswers(): World['answers'] {
  let every: JobView['schedule']['every'] = 'off'
  const roomOf = (laptop: string): JobView => ({
    ...{ laptop, name: 'bundles-room', title: 'Making room by putting bundles away' },
    schedule: { every: laptop === p17.name ? every : 'off' },
    ...(laptop === p17.name && every !== 'off' ? { last: roomRun } : {}),
  })
  return {
    'jobs.list': () => ({ jobs: [p17, xps].map(({ name }) => roomOf(name)), missing: [] }),
    'jobs.schedule': (input) => {
      const { schedule } = calls.jobsSchedule.input.parse(input)
      every = schedule.every
      return { title: 'Making room by putting bundles away', schedule }
    },
  }
}

/** Made, sent and deleted as a person does it on the page. */
export function bundlesAnswers(listed: Answer = someBundles): World['answers'] {
  let { bundles } = listed
  return {
    'bundles.list': () => ({ ...listed, bundles }),
    'bundles.measure': (input) => {
      const { laptop, bundle: name } = calls.bundlesMeasure.input.parse(input)
      const found = bundles.filter((one) => one.laptop === laptop && one.name === name)
      return { sizes: found.map((one, index) => ({ ...one, uniqueBytes: 0.2e9 * (index + 1), sharedBytes: 2.9e9 })) }
    },
    'bundles.create': (input) => {
      const { bundle: text, paths, laptop = p17.name } = calls.bundlesCreate.input.parse(input)
      const [name = '', version = '2026-11-20-084500'] = text.split(':')
      const made = bundle(name, version, laptop, { sources: paths, files: 12, bytes: 40_000 })
      bundles = [...bundles, made]
      return made
    },
    'bundles.send': (input) => {
      const { bundle: text, to } = calls.bundlesSend.input.parse(input)
      const found = bundles.find(({ name, version }) => `${name}:${version}` === text) ?? bundle('', '', to)
      const sent = { ...found, laptop: to }
      bundles = [...bundles, sent]
      return { bundle: sent, how: 'since', since: '2.0', sentBytes: 0.3e9 }
    },
    'bundles.push': (input) => {
      const { bundle: text, place, laptop } = calls.bundlesPush.input.parse(input)
      const isMeant = (one: BundleView) => one.laptop === laptop && `${one.name}:${one.version}` === text
      const elsewhere = [{ place, at: '2026-11-20T08:00:00.000Z' }]
      bundles = bundles.map((one) => (isMeant(one) ? { ...one, elsewhere } : one))
      return { bundle: bundles.find(isMeant) ?? bundle('', '', p17.name), how: 'whole', sentBytes: 3.4e9 }
    },
    'bundles.list-at': () => ({
      bundles: [
        ...bundles.filter(({ version, laptop }) => version === '2.1' && laptop === p17.name),
        bundle('release', '1.9', p17.name, { madeAt: '2026-04-02T08:00:00.000Z', bytes: 2.9e9 }),
      ],
    }),
    'bundles.pull': (input) => {
      const { bundle: text, laptop = p17.name } = calls.bundlesPull.input.parse(input)
      const [name = '', version = ''] = text.split(':')
      const came = bundle(name, version, laptop, { madeAt: '2026-04-02T08:00:00.000Z', bytes: 2.9e9 })
      bundles = [...bundles, came]
      return { bundle: came, how: 'whole' }
    },
    'bundles.pin': (input) => {
      const { bundle: text, laptop, isPinned } = calls.bundlesPin.input.parse(input)
      const isMeant = (one: BundleView) => one.laptop === laptop && `${one.name}:${one.version}` === text
      bundles = bundles.map((one) => (isMeant(one) ? { ...one, isPinned } : one))
      return { bundles: bundles.filter(isMeant) }
    },
    'bundles.put-away': (input) => {
      const { bundle: text, laptop } = calls.bundlesPutAway.input.parse(input)
      const isMeant = (one: BundleView) => one.laptop === laptop && `${one.name}:${one.version}` === text
      const at = '2026-11-18T17:00:00.000Z'
      const away = bundles
        .filter(isMeant)
        .map((one) => ({ ...one, isAway: true, awayOn: [{ laptop: xps.name, at }] }))[0]
      const isThere = bundles.some((one) => !isMeant(one) && `${one.name}:${one.version}` === text)
      if (away === undefined || !isThere)
        throw new AppError({
          code: 'not-verified',
          message: `As far as is known now, ${text} was proven whole nowhere else in the last 30 days. Nothing was removed.`,
          hint: 'Read it there first.',
        })
      bundles = bundles.map((one) => (isMeant(one) ? away : one))
      return { bundle: away, staysOn: [{ kind: 'laptop', name: xps.name, at, isConnected: true }] }
    },
    'bundles.bring-back': (input) => {
      const { bundle: text, laptop } = calls.bundlesBringBack.input.parse(input)
      const isMeant = (one: BundleView) => one.laptop === laptop && `${one.name}:${one.version}` === text
      bundles = bundles.map((one) =>
        isMeant(one) ? { ...one, isAway: false, awayOn: [], verifiedAt: '2026-11-20T08:00:00.000Z' } : one,
      )
      return { bundle: bundles.find(isMeant) ?? bundle('', '', p17.name), from: xps.name, damaged: ['Backup disk'] }
    },
    'bundles.restore': (input) => {
      const { to = '/home/alice/release-2.1', laptop = p17.name } = calls.bundlesRestore.input.parse(input)
      return { laptop, to, files: 1204, bytes: 3.4e9 }
    },
    'bundles.verify': () => ({ laptop: p17.name, checks: [] }),
    'bundles.delete': (input) => {
      const { bundle: text, laptop = p17.name, force } = calls.bundlesDelete.input.parse(input)
      const isMeant = (one: BundleView) => one.laptop === laptop && `${one.name}:${one.version}` === text
      const others = bundles.filter((one) => !isMeant(one) && `${one.name}:${one.version}` === text)
      if (others.length === 0 && !force) throw new Error('it was not said that it is the only one')
      const deleted = bundles.filter(isMeant).map(({ name, version }) => ({ name, version }))
      bundles = bundles.filter((one) => !isMeant(one))
      return { laptop, deleted }
    },
    'bundles.delete-at': (input) => {
      const { bundle: text, place, force } = calls.bundlesDeleteAt.input.parse(input)
      const isMeant = (one: BundleView) => `${one.name}:${one.version}` === text
      if (bundles.every((one) => !isMeant(one) || one.isAway) && !force)
        throw new Error('it was not said that it is the only one')
      const deleted = bundles.filter(isMeant).map(({ name, version }) => ({ name, version }))
      const left = (one: BundleView) => one.elsewhere.filter((known) => known.place !== place)
      bundles = bundles.map((one) => (isMeant(one) ? { ...one, elsewhere: left(one) } : one))
      return { place, deleted }
    },
  }
}
